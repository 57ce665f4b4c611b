using System.Text.Json;

namespace ModularRollout.Definitions.Reading;

/// <summary>Walks an object or list that is a variant's value: the author's data, in which only duplicate names are errors.</summary>
internal static class VariantJson
{
    public static void Read(ref DefinitionCursor cursor)
    {
        HashSet<(int Object, string Name)> names = [];
        List<int> objects = [];
        do
        {
            switch (cursor.Token)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    objects.Add(cursor.Position);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    objects.RemoveAt(objects.Count - 1);
                    break;
                case JsonTokenType.PropertyName:
                    CheckName(ref cursor, names, objects[^1]);
                    break;
            }
        }
        while (objects.Count > 0 && cursor.Read());
    }

    private static void CheckName(ref DefinitionCursor cursor, HashSet<(int Object, string Name)> names, int parent)
    {
        string name = cursor.Reading.Strings.Get(cursor.Text);
        if (!names.Add((parent, name)))
        {
            cursor.Reading.Error(DefinitionCodes.DuplicateName, cursor.Position, $"`{ValueReader.Show(name)}` stands here twice; keep one.");
        }
    }
}
