using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ModularRollout.Tests;

/// <summary>The folder tree is the architecture: who may use whom, read from the compiled metadata.</summary>
public sealed class DependencyDirectionTests
{
    private const string Root = "ModularRollout";

    /// <summary>What each step may use besides itself and the root vocabulary.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Definitions"] = [],
        ["Providers"] = ["Definitions"],
        ["Snapshots"] = ["Definitions"],
        ["Evaluation"] = ["Snapshots"],
        ["Decisions"] = ["Snapshots"],
        ["Outcomes"] = ["Snapshots"],
        ["Rollouts"] = ["Definitions", "Snapshots", "Outcomes"],
        ["Migrations"] = ["Definitions", "Snapshots", "Decisions", "Outcomes", "Rollouts", "DependencyInjection"],
    };

    /// <summary>The types that put the steps together, and may use all of them: the gate, and the parts it is made of.</summary>
    private static readonly HashSet<string> s_composing =
    [
        "FeatureGate", "FeatureGateOptions", "RolloutHost", "FeatureScope", "FeatureSnapshot", "FeatureGateEngine", "FeatureGateOptionsValidator", "FlagExplanation", "KillSwitches", "StartFailure", "StatusReport",
    ];

    /// <summary>What the root's other types may hold inside: the compiled forms of what they name.</summary>
    private static readonly string[] s_rootMayUse = ["Snapshots", "Definitions"];

    private static readonly string[] s_frameworkPackages =
    [
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options", "Semver", "System.IO.Hashing",
    ];

    [Fact]
    public void Core_EveryType_UsesOnlyStepsItMayUse()
    {
        string[] violations = [.. Uses(typeof(FeatureGate).Assembly.Location).Where(static use => !IsAllowed(use)).Select(static use => $"{use.From} uses {use.To}").Order()];

        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }

    [Fact]
    public void Core_Metadata_ShowsWhatIsKnownToBeUsed()
    {
        HashSet<(string, string)> uses = [.. Uses(typeof(FeatureGate).Assembly.Location).Select(static use => (use.From, use.To))];

        // The reading itself: a field, a call, a signature, a generic argument, a base type.
        Assert.Contains(("ModularRollout.FeatureGate", "ModularRollout.Snapshots.SnapshotPublisher"), uses);
        Assert.Contains(("ModularRollout.Snapshots.LayerCompiler", "ModularRollout.Definitions.DefinitionReader"), uses);
        Assert.Contains(("ModularRollout.Snapshots.Conditions.CidrTest", "ModularRollout.Definitions.CidrBlock"), uses);
        Assert.Contains(("ModularRollout.Evaluation.FlagEvaluator", "ModularRollout.Snapshots.CompiledFlag"), uses);
        Assert.Contains(("ModularRollout.Snapshots.LayerCompiler", "ModularRollout.Definitions.IDefinitionSink"), uses);
    }

    [Fact]
    public void Core_Folders_AreTheSteps()
    {
        string[] steps = [.. Directory.GetDirectories(RepositoryFiles.PathOf("src/ModularRollout")).Select(static path => Path.GetFileName(path)!)
            .Where(static name => name is not ("bin" or "obj")).Order()];

        Assert.All(steps, static step => Assert.True(s_mayUse.ContainsKey(step) || step == "DependencyInjection", $"{step} is no step of the architecture."));
    }

    [Fact]
    public void Core_References_AreThoseOfTheDocumentation() => Assert.Equal([], References(typeof(FeatureGate).Assembly.Location)
        .Where(static name => !IsFramework(name)).Except(s_frameworkPackages));

    [Fact]
    public void Satellites_References_AreTheCoreAndNoOtherSatellite()
    {
        foreach (string project in Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Path.GetFileNameWithoutExtension(project);
            string[] referenced = [.. System.Xml.Linq.XDocument.Load(project).Descendants("ProjectReference").Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];
            string[] allowed = name switch
            {
                Root => [],
                "ModularRollout.AspNetCore" => [Root, "ModularRollout.Hosting"],
                "ModularRollout.Testing.FsCheck" => [Root, "ModularRollout.Testing"],
                _ => [Root],
            };

            Assert.True(referenced.All(allowed.Contains), $"{name} references {string.Join(", ", referenced)}.");
        }
    }

    [Fact]
    public void Packages_Friends_AreTestsAndBenchmarksAlone()
    {
        string shipped = string.Join(' ', Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(static project => Path.GetFileNameWithoutExtension(project)));
        foreach (string project in Directory.GetFiles(RepositoryFiles.PathOf("src"), "*.csproj", SearchOption.AllDirectories))
        {
            Assert.All(
                System.Xml.Linq.XDocument.Load(project).Descendants("InternalsVisibleTo").Select(static friend => friend.Attribute("Include")!.Value),
                friend => Assert.False(shipped.Split(' ').Contains(friend), $"{Path.GetFileName(project)} shows its internals to {friend}, which is shipped."));
        }
    }

    private static bool IsAllowed((string From, string To) use)
    {
        (string? from, string? to) = (StepOf(use.From), StepOf(use.To));
        if (to is null || from == to || from == "DependencyInjection")
        {
            return true;
        }

        return from is null
            ? s_composing.Contains(use.From[(Root.Length + 1)..]) || s_rootMayUse.Contains(to)
            : s_mayUse[from].Contains(to);
    }

    /// <summary>Gets the first part of a namespace below the root's; <see langword="null"/> for the root itself and other assemblies.</summary>
    private static string? StepOf(string type)
    {
        if (type.StartsWith("Microsoft.Extensions.DependencyInjection.", StringComparison.Ordinal))
        {
            return "DependencyInjection";
        }

        string[] parts = type.Split('.');
        return parts.Length > 2 && parts[0] == Root ? parts[1] : null;
    }

    private static bool IsFramework(string assembly) => assembly is "System.Private.CoreLib" or "netstandard"
        || (assembly.StartsWith("System.", StringComparison.Ordinal) && assembly != "System.IO.Hashing");

    private static string[] References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    /// <summary>Gets which type of an assembly mentions which other: base types, interfaces, fields, signatures, bodies. Nested types count as their outermost.</summary>
    private static IEnumerable<(string From, string To)> Uses(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader metadata = file.GetMetadataReader();
        var mentions = new TypeMentions(file, metadata);
        return [.. metadata.TypeDefinitions.SelectMany(mentions.Of).Distinct()];
    }
}
