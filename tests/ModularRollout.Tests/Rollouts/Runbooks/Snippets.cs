using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModularRollout.Tests.Rollouts.Runbooks;

/// <summary>Compiles what runbooks show.</summary>
internal static class Snippets
{
    private static readonly MetadataReference[] s_references = [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(FeatureGate).Assembly.Location).Select(static path => MetadataReference.CreateFromFile(path))];

    /// <summary>Gets what the compiler says of statements that stand in an <c>async</c> method with a gate.</summary>
    public static string[] Errors(params IEnumerable<string> snippets)
    {
        string methods = string.Join('\n', snippets.Select(static (code, i) => $"static async Task M{i}(FeatureGate gate) {{ await Task.Yield(); {code} }}"));
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            $"using System; using System.Threading.Tasks; using ModularRollout; using ModularRollout.Rollouts; using ModularRollout.Rollouts.Journal; static class C {{ {methods} }}");
        var compilation = CSharpCompilation.Create("Snippets", [tree], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning).Select(static diagnostic => diagnostic.ToString())];
    }

    /// <summary>Gets the value of a literal.</summary>
    public static string? ValueOf(string literal) => SyntaxFactory.ParseExpression(literal) is LiteralExpressionSyntax expression && !expression.ContainsDiagnostics && expression.FullSpan.Length == literal.Length
        ? expression.Token.ValueText
        : null;
}
