using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;

namespace Funeng.Modules.Schemes;

/// <summary>Reads the text of a decision model into a scheme, with the facts and units it imports.</summary>
internal static class SchemeCompiler
{
    public static (Scheme? Scheme, IReadOnlyList<string> Problems) Compile(string criteria, string units, FactCatalogue catalogue) =>
        (null, []);
}
