using Funeng.Feel.Binding;

namespace Funeng.Feel.Dmn.Analysis;

/// <summary>Analyses one table: reads its dimensions, then looks for each kind of finding that its hit policy knows.</summary>
internal sealed class Analyser
{
    private const int MostOverlaps = 100;

    private readonly TableSite site;
    private readonly List<AnalysisLimit> limits = [];
    private readonly List<TableFinding> findings = [];
    private readonly Dimension[] dimensions;
    private readonly FindingMaker make;
    private readonly RuleSet reachable;

    public Analyser(TableSite site, Func<string, InputDomain?> domainOf)
    {
        this.site = site;
        dimensions = [.. ReadDimensions(domainOf)];
        make = new FindingMaker(dimensions, Rules);
        reachable = RuleSet.Where(Rules.Count, rule => Array.TrueForAll(dimensions, dimension => dimension.Impossible[rule] is null));
        FindUnreachable();
        FindGaps();
        if (site.Table.HitPolicy is HitPolicy.Unique or HitPolicy.Any) FindOverlaps();
        FindMasked();
        Inputs = [.. dimensions.Select(dimension => new AnalysedInput(dimension.Expression, dimension.Type, dimension.Domain, [.. dimension.Columns.Select(column => column + 1)]))];
        Findings = [.. findings.OrderBy(finding => finding.Severity)];
        NotAnalysed = limits;
    }

    public IReadOnlyList<AnalysedInput> Inputs { get; }

    public IReadOnlyList<TableFinding> Findings { get; }

    public IReadOnlyList<AnalysisLimit> NotAnalysed { get; }

    private IReadOnlyList<BoundRule> Rules => site.Table.Rules;

    private IEnumerable<Dimension> ReadDimensions(Func<string, InputDomain?> domainOf)
    {
        var seen = new Dictionary<int, string>();
        foreach (var columns in Enumerable.Range(0, site.Table.Inputs.Count).GroupBy(KeyOf))
        {
            var source = DimensionBuilder.Source(site.Table.Inputs[columns.First()].Value);
            var symbols = BoundNodes.FreeVariables(source).Where(symbol => !site.IsConstant(symbol)).ToList();
            var shared = symbols.Where(symbol => seen.ContainsKey(symbol.Slot)).Select(symbol => $"it depends on {symbol.Name}, as {seen[symbol.Slot]} does").FirstOrDefault();
            foreach (var symbol in symbols) seen.TryAdd(symbol.Slot, $"input {columns.First() + 1}");
            yield return new DimensionBuilder(site, [.. columns], domainOf, limits).Build(shared);
        }
    }

    // Columns with the same key test the same value.
    private string KeyOf(int column)
    {
        var source = DimensionBuilder.Source(site.Table.Inputs[column].Value);
        return source is BoundVariable variable ? $"{variable.Slot}" : $"{string.Join(' ', source.Span.Text.Split())} ";
    }

    private void FindUnreachable()
    {
        for (var rule = 0; rule < Rules.Count; rule++)
        {
            if (dimensions.Select(dimension => dimension.Impossible[rule]).FirstOrDefault(why => why is not null) is { } reason)
                findings.Add(make.Unreachable(rule, reason));
        }
    }

    private void FindGaps()
    {
        if (site.Table.Outputs.Any(output => output.Default is not null)) return;
        if (new GapSearch(dimensions).Find(reachable) is not { } gaps)
        {
            limits.Add(new AnalysisLimit("gaps", $"more than {GapSearch.MostStates} combinations"));
            return;
        }

        // The policies that list or add up what matches say by a gap that nothing does.
        var severity = site.Table.HitPolicy is HitPolicy.Collect or HitPolicy.RuleOrder or HitPolicy.OutputOrder ? FindingSeverity.Note : FindingSeverity.Warning;
        findings.AddRange(gaps.Take(GapSearch.MostBoxes).Select(gap => make.Gap(gap, severity)));
        if (gaps.Count > GapSearch.MostBoxes) limits.Add(new AnalysisLimit("gaps", $"only the first {GapSearch.MostBoxes} are listed"));
    }

    private void FindOverlaps()
    {
        var outputs = new RuleOutputs(site);
        for (var first = 0; first < Rules.Count; first++)
        {
            for (var second = first + 1; second < Rules.Count; second++)
            {
                var reason = site.Table.HitPolicy == HitPolicy.Unique ? "" : outputs.Difference(first, second);
                if (reason is null || make.Overlap(first, second, reason) is not { } overlap) continue;
                findings.Add(outputs.AreConstant(first, second) || reason.Length == 0 ? overlap : overlap with { Severity = FindingSeverity.Warning, Witness = null });
                if (findings.Count <= MostOverlaps) continue;
                limits.Add(new AnalysisLimit("overlaps", $"only the first {MostOverlaps} are listed"));
                return;
            }
        }
    }

    private void FindMasked()
    {
        var search = new CoverSearch(dimensions);
        var order = new AnswerOrder(site);
        for (var rule = 0; rule < Rules.Count; rule++)
        {
            if (!reachable.Contains(rule) || order.Before(rule, limits) is not { } before) continue;
            switch (search.Covers(rule, before))
            {
                case true:
                    findings.Add(make.Masked(rule, before, site.Table.HitPolicy == HitPolicy.Any ? FindingSeverity.Note : FindingSeverity.Error));
                    break;
                case null:
                    limits.Add(new AnalysisLimit($"rule {Rules[rule].Number}, whether it is masked", $"more than {CoverSearch.MostStates} combinations"));
                    break;
            }
        }
    }
}
