using System.Xml.Linq;

namespace ModularRollout.Packaging.Tests;

/// <summary>What users download, and what they get when they do.</summary>
public sealed class PackageTests : IClassFixture<Packages>
{
    private readonly Packages _packages;

    public PackageTests(Packages packages) => _packages = packages;

    [Fact]
    public void Core_Entries_AreTheLibraryItsDocsAndItsSchema() => Assert.Equal(
        ["ModularRollout.nuspec", "README.md", "icon.png", "lib/net10.0/ModularRollout.dll", "lib/net10.0/ModularRollout.xml", "schema/modular-rollout.schema.json"],
        _packages.Entries("ModularRollout"));

    [Fact]
    public void Hosting_Entries_AreTheLibraryAndItsDocs() => Assert.Equal(
        ["ModularRollout.Hosting.nuspec", "README.md", "icon.png", "lib/net10.0/ModularRollout.Hosting.dll", "lib/net10.0/ModularRollout.Hosting.xml"],
        _packages.Entries("ModularRollout.Hosting"));

    [Fact]
    public void Testing_Entries_AreTheLibraryAndItsDocs() => Assert.Equal(
        ["ModularRollout.Testing.nuspec", "README.md", "icon.png", "lib/net10.0/ModularRollout.Testing.dll", "lib/net10.0/ModularRollout.Testing.xml"],
        _packages.Entries("ModularRollout.Testing"));

    [Fact]
    public void Core_Dependencies_AreThoseOfTheDocumentation() => Assert.Equal(
        ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options", "Semver", "System.IO.Hashing"],
        _packages.Dependencies("ModularRollout"));

    [Fact]
    public void Hosting_Dependencies_AreThoseOfTheDocumentation() => Assert.Equal(
        [
            "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Hosting.Abstractions", "ModularRollout",
        ],
        _packages.Dependencies("ModularRollout.Hosting"));

    [Fact]
    public void Testing_Dependencies_AreThoseOfTheDocumentationAndNoTestFramework() => Assert.Equal(
        ["Microsoft.Extensions.TimeProvider.Testing", "ModularRollout"],
        _packages.Dependencies("ModularRollout.Testing"));

    [Theory]
    [InlineData("ModularRollout")]
    [InlineData("ModularRollout.Hosting")]
    [InlineData("ModularRollout.Testing")]
    public void Package_Manifest_SaysWhoWhatAndHow(string id)
    {
        XElement license = _packages.Element(id, "license");

        Assert.Equal(("expression", "MIT"), (license.Attribute("type")!.Value, license.Value));
        Assert.Equal("README.md", _packages.Element(id, "readme").Value);
        Assert.Equal("icon.png", _packages.Element(id, "icon").Value);
        Assert.NotEmpty(_packages.Element(id, "description").Value);
        Assert.NotEmpty(_packages.Element(id, "tags").Value);
    }

    [Theory]
    [InlineData("ModularRollout")]
    [InlineData("ModularRollout.Hosting")]
    [InlineData("ModularRollout.Testing")]
    public void Package_Symbols_LieBesideIt(string id) =>
        Assert.Contains($"lib/net10.0/{id}.pdb", _packages.Entries(id, ".snupkg"));

    [Fact]
    public async Task Consumer_OutsideTheRepository_RestoresBuildsAndRuns()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{_packages.Folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{folder.Path}/packages</RestorePackagesPath>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModularRollout" Version="{_packages.VersionOf("ModularRollout")}" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("Program.cs", """
            using System;
            using ModularRollout;

            var gate = FeatureGate.FromJson("{ \"flags\": { \"checkout\": { \"targets\": { \"on\": [\"user-7\"] } } } }"u8);
            var checkout = new FlagKey<bool>("checkout", false);
            foreach (string user in new[] { "user-7", "user-8" })
            {
                Decision decision = gate.Decide(checkout, new EvaluationContext(user));
                Console.WriteLine($"{user}: {decision.Variant} because of {decision.Reason}");
            }
            """);

        (int built, string log) = await Tool.DotnetAsync(folder.Path, "build", "-c", "Release", "-v", "quiet");
        Assert.True(built == 0, log);
        (int exitCode, string output) = await Tool.DotnetAsync(folder.Path, Path.Combine(folder.Path, "bin", "Release", "net10.0", "Consumer.dll"));

        Assert.True(exitCode == 0, output);
        Assert.Equal(["user-7: on because of TargetingMatch", "user-8: off because of Default"], output.TrimEnd().Split(Environment.NewLine));
    }
}
