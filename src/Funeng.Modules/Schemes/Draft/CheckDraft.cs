using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Modules.Schemes.Check;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>
/// Reads a draft by the same door as a pack and finds everything wrong with it: its text, its names, its constructs, and the cases of the
/// scheme that now come out otherwise.
/// </summary>
public sealed class CheckDraft(RuleBook book)
{
    private const int MostFindings = 60;

    public DraftCheck Run(RuleDraft draft)
    {
        var current = book.FindLatest(draft.Scheme)!;
        var findings = new List<string>();
        if (DraftText.Read(draft.Criteria).Problem is { } refused) return new DraftCheck(null, current, [refused], []);

        var model = DmnModel.Load(draft.Criteria, FactsModel.Write(book.Catalogue), current.Text.Units);
        var catalogue = book.Catalogue.With(Scheme.ReviewFacts(model).Where(item => book.Catalogue.Find(item.Key) is null));
        var (scheme, problems) = new SchemeCompiler(catalogue, current.Text.Units).Compile(draft.Criteria);
        findings.AddRange(problems);
        findings.AddRange(ModelText.Check(draft.Criteria, catalogue));
        if (scheme is not null && scheme.Id != draft.Scheme)
            findings.Add($"模型的 name 是“{scheme.Id}”，应与标准相同：“{draft.Scheme}”。");
        var pack = scheme is null ? null : new RulePack(scheme, current.Text with { Criteria = draft.Criteria }, current.Notice, "");
        IReadOnlyList<ChangedRule> changed = pack is null ? [] : Changed(current, pack, catalogue);
        return new DraftCheck(pack, current, [.. findings.Distinct().Take(MostFindings).Select(FindingText.Chinese)], pack is null ? [] : Cases(pack, current)) { Rules = changed, Tables = pack is null ? [] : SchemeTables.Analyse(model, catalogue) };
    }

    // By id: a draft keeps the ids of what it changes.
    private IReadOnlyList<ChangedRule> Changed(RulePack current, RulePack draft, FactCatalogue catalogue)
    {
        var before = SchemeOutline.Of(current, book.Catalogue).Items.ToDictionary(item => item.Criterion.Id);
        var after = SchemeOutline.Of(draft, catalogue).Items.ToDictionary(item => item.Criterion.Id);
        return
        [
            .. before.Keys.Union(after.Keys).Select(id => new ChangedRule(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
                .Where(rule => rule.Before is null || rule.After is null || !rule.Before.SaysTheSameAs(rule.After)),
        ];
    }

    // The situations written from the clauses: a draft that changes a bound changes some of them, and that should be seen.
    private IReadOnlyList<CaseResult> Cases(RulePack pack, RulePack current)
    {
        var path = Path.Combine(current.Folder, "cases.yaml");
        return File.Exists(path) ? RunCases.Run(new RuleCases(RuleCases.Parse(File.ReadAllText(path), book.Catalogue).Written, []), pack, book) : [];
    }
}

/// <param name="Pack">The draft as a pack; null when it cannot be read at all.</param>
/// <param name="Current">The scheme as it stands.</param>
/// <param name="Findings">What is wrong, in Chinese.</param>
/// <param name="Cases">The written cases of the scheme, decided by the draft.</param>
public sealed record DraftCheck(RulePack? Pack, RulePack Current, IReadOnlyList<string> Findings, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>The criteria whose rule is another, or that one of the two lacks.</summary>
    public IReadOnlyList<ChangedRule> Rules { get; init; } = [];

    /// <summary>The decision tables of the draft, analysed.</summary>
    public IReadOnlyList<TableAnalysis> Tables { get; init; } = [];

    /// <summary>The tables in which values have no answer, two answers, or a rule no turn.</summary>
    public IReadOnlyList<TableAnalysis> FaultyTables => [.. Tables.Where(table => table.Findings.Count > 0)];

    public int CasesChanged => Cases.Count(result => result.Misses.Count > 0);
}

/// <param name="Before">The rule as it stands; null for a new one.</param>
/// <param name="After">The rule of the draft; null where the draft drops it.</param>
public sealed record ChangedRule(OutlineItem? Before, OutlineItem? After);
