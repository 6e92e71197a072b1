using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;

namespace Funeng.Modules.Schemes;

/// <summary>The decision tables of a rule pack, analysed over the domains of the catalogue.</summary>
public static class PackTables
{
    public static IReadOnlyList<TableAnalysis> Analyse(RulePack pack, FactCatalogue catalogue) =>
        SchemeTables.Analyse(DmnModel.Load(pack.Text.Criteria, FactsModel.Write(catalogue), pack.Text.Units), catalogue);
}
