using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>The summary of the verdicts on each enterprise, as a column of the list of enterprises.</summary>
internal sealed class VerdictColumn(VerdictStore verdicts) : IEnterpriseColumn
{
    public string Key => "verdicts";

    public string Title => "判定（符合 / 待补充 / 不符合）";

    public int Order => 20;

    public bool IsNumber => false;

    public async Task<IReadOnlyDictionary<long, EnterpriseCell>> ReadAsync(IReadOnlyList<long> subjects, CancellationToken cancellation) =>
        (await verdicts.OfSubjectsAsync(subjects, cancellation)).GroupBy(verdict => verdict.Subject).ToDictionary(group => group.Key, Cell);

    private static EnterpriseCell Cell(IEnumerable<StoredVerdict> verdicts)
    {
        var counts = verdicts.CountBy(verdict => verdict.Outcome).ToDictionary();
        int Of(Outcome outcome) => counts.GetValueOrDefault(outcome);
        return new EnterpriseCell($"{Of(Outcome.Met)} / {Of(Outcome.Unknown)} / {Of(Outcome.NotMet)}");
    }
}

/// <summary>Enterprises that meet a standard, as a filter of the list of enterprises.</summary>
internal sealed class MetFilter(VerdictStore verdicts, RuleBook rules, CityProfile city, TimeProvider clock) : IEnterpriseFilter
{
    public string Key => "tier";

    public string Label => "符合标准";

    public string All => "不限标准";

    public int Order => 10;

    public IReadOnlyList<(string Value, string Text)> Options =>
        [.. rules.InForce(city.Today(clock)).Select(pack => (pack.Id, "符合" + pack.Scheme.ShortName))];

    public IQueryable<long>? Subjects(string value, Scope scope) => rules.FindLatest(value) is null
        ? null
        : verdicts.Within(scope).Where(verdict => verdict.Scheme == value && verdict.Outcome == Outcome.Met).Select(verdict => verdict.Subject);
}
