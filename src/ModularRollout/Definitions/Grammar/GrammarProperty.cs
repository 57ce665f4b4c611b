using System.Text;
using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>Reads the value of one property into what is being read.</summary>
internal delegate void PropertyReader<TState>(ref DefinitionCursor cursor, ref TState state);

/// <summary>One property of an object of the grammar, as the schema shows it.</summary>
internal class GrammarProperty
{
    public GrammarProperty(string name, string schema, string description, bool required)
    {
        Name = name;
        Schema = schema;
        Description = description;
        IsRequired = required;
        Utf8Name = Encoding.UTF8.GetBytes(name);
    }

    public string Name { get; }

    /// <summary>Gets the type, as a fragment of JSON Schema.</summary>
    public string Schema { get; }

    public string Description { get; }

    public bool IsRequired { get; }

    public byte[] Utf8Name { get; }
}

/// <summary>One property of an object of the grammar, and how it is read.</summary>
internal sealed class GrammarProperty<TState> : GrammarProperty
{
    public GrammarProperty(string name, string schema, string description, PropertyReader<TState> read, bool required = false)
        : base(name, schema, description, required) => Read = read;

    /// <summary>Gets what reads the value; it leaves the cursor at the value's last token.</summary>
    public PropertyReader<TState> Read { get; }
}
