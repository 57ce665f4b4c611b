using ModularRollout.Definitions.Reading;

namespace ModularRollout.Definitions.Grammar;

/// <summary>An object of the grammar: the one table behind property lookup, suggestions and the schema.</summary>
internal abstract class GrammarObject
{
    private readonly ulong[] _keys;

    protected GrammarObject(string name, string description, GrammarProperty[] properties)
    {
        Name = name;
        Description = description;
        Properties = properties;
        Names = Array.ConvertAll(properties, static property => property.Name);
        _keys = Array.ConvertAll(properties, static property => Key(property.Utf8Name));
        for (int i = 0; i < properties.Length; i++)
        {
            Required |= properties[i].IsRequired ? 1UL << i : 0;
        }
    }

    /// <summary>Gets the name of the object's schema.</summary>
    public string Name { get; }

    public string Description { get; }

    public GrammarProperty[] Properties { get; }

    public string[] Names { get; }

    /// <summary>Gets members of the schema beyond its properties, as JSON.</summary>
    public string? Constraints { get; init; }

    /// <summary>Gets the code of an unknown property.</summary>
    public string UnknownCode { get; init; } = DefinitionCodes.UnknownProperty;

    /// <summary>Gets what an unknown property is called.</summary>
    public string UnknownNoun { get; init; } = "a property";

    protected ulong Required { get; }

    /// <summary>Finds a property by its name; -1 if there is none.</summary>
    protected int Find(ReadOnlySpan<byte> name)
    {
        ulong key = Key(name);
        for (int i = 0; i < _keys.Length; i++)
        {
            if (_keys[i] == key && name.SequenceEqual(Properties[i].Utf8Name))
            {
                return i;
            }
        }

        return -1;
    }

    protected void ReportUnknown(ref DefinitionCursor cursor)
    {
        string name = cursor.Reading.Strings.Get(cursor.Text);
        string message = $"`{ValueReader.Show(name)}` is not {UnknownNoun} of {Description}.{Suggestions.DidYouMean(name, Names)}";
        cursor.Reading.Error(UnknownCode, cursor.Position, message);
    }

    protected void ReportMissing(ref DefinitionCursor cursor, int position, ulong seen)
    {
        for (int i = 0; i < Properties.Length; i++)
        {
            if ((Required & ~seen & (1UL << i)) != 0)
            {
                cursor.Reading.Error(DefinitionCodes.MissingProperty, position, $"`{Names[i]}` is missing; {Description} needs it.");
            }
        }
    }

    // The first eight bytes, or fewer.
    private static ulong Key(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 8)
        {
            return BitConverter.ToUInt64(name);
        }

        ulong key = 0;
        foreach (byte c in name)
        {
            key = (key << 8) | c;
        }

        return key;
    }
}

/// <summary>An object of the grammar that is read into a <typeparamref name="TState"/>.</summary>
internal sealed class GrammarObject<TState> : GrammarObject
{
    private readonly GrammarProperty<TState>[] _properties;

    public GrammarObject(string name, string description, params GrammarProperty<TState>[] properties)
        : base(name, description, properties) => _properties = properties;

    /// <summary>Reads an object; <see langword="false"/> if the value is not one, which is reported.</summary>
    public bool Read(ref DefinitionCursor cursor, ref TState state)
    {
        int position = cursor.Position;
        if (!ValueReader.IsObject(ref cursor))
        {
            return false;
        }

        ulong seen = 0;
        while (cursor.MoveToName())
        {
            int index = Find(cursor.Text);
            if (index < 0)
            {
                ReportUnknown(ref cursor);
                cursor.Skip();
                continue;
            }

            ulong bit = 1UL << index;
            if ((seen & bit) != 0)
            {
                cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"`{Names[index]}` stands here twice; keep one.");
                cursor.Skip();
                continue;
            }

            seen |= bit;
            cursor.Read();
            _properties[index].Read(ref cursor, ref state);
        }

        if ((Required & ~seen) != 0)
        {
            ReportMissing(ref cursor, position, seen);
        }

        return true;
    }
}
