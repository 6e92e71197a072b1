using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;

namespace Funeng.Modules.Schemes;

/// <summary>Reads the text of a decision model into a scheme, with the facts and units it imports.</summary>
public sealed class SchemeCompiler(FactCatalogue catalogue, string units)
{
    private readonly string facts = FactsModel.Write(catalogue);

    public (Scheme? Scheme, IReadOnlyList<string> Problems) Compile(string criteria)
    {
        var reading = Scheme.Read(DmnModel.Load(criteria, facts, units), catalogue);
        return (reading.Scheme, [.. reading.Problems.Select(problem => problem.Decision.Length > 0 ? $"{problem.Decision}: {problem.Message}" : problem.Message)]);
    }
}
