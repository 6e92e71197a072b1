using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation;

/// <summary>大型, 中型, 小型, 微型 by the statistical classification, as a column of the list of enterprises.</summary>
internal sealed class ScaleColumn(VerdictStore verdicts) : IEnterpriseColumn
{
    /// <summary>统计上大中小微型企业划分办法, the one all tiers refer to.</summary>
    public const string Scheme = "enterprise-size-2017";

    public string Key => "scale";

    public string Title => "规模";

    public int Order => 5;

    public bool IsNumber => false;

    public async Task<IReadOnlyDictionary<long, EnterpriseCell>> ReadAsync(IReadOnlyList<long> subjects, CancellationToken cancellation) =>
        (await verdicts.OfSubjectsAsync(subjects, cancellation))
            .Where(verdict => verdict is { Scheme: Scheme, Class: not null })
            .ToDictionary(verdict => verdict.Subject, verdict => new EnterpriseCell(verdict.Class!));
}

/// <summary>The same as a filter; whose size is open can be asked for too.</summary>
internal sealed class ScaleFilter(VerdictStore verdicts) : IEnterpriseFilter
{
    private const string Open = "open";
    private static readonly string[] Classes = ["大型", "中型", "小型", "微型"];

    public string Key => "scale";

    public string Label => "规模";

    public string All => "全部规模";

    public int Order => 5;

    public IReadOnlyList<(string Value, string Text)> Options => [.. Classes.Select(name => (name, name)), (Open, "规模待补充")];

    public IQueryable<long>? Subjects(string value, Scope scope)
    {
        var all = verdicts.Within(scope).Where(verdict => verdict.Scheme == ScaleColumn.Scheme);
        return value == Open ? all.Where(verdict => verdict.Class == null).Select(verdict => verdict.Subject)
            : Classes.Contains(value) ? all.Where(verdict => verdict.Class == value).Select(verdict => verdict.Subject)
            : null;
    }
}

/// <summary>Who is large by the stored verdict: a tier of small and middling enterprises nominates none of them unlooked at.</summary>
public sealed class LargeEnterprises(VerdictStore verdicts)
{
    /// <summary>大型 of the classification.</summary>
    public const string Class = "大型";

    public async Task<HashSet<long>> AmongAsync(IReadOnlyList<long> subjects, CancellationToken cancellation) =>
        [.. (await verdicts.OfSubjectsAsync(subjects, cancellation)).Where(verdict => verdict is { Scheme: ScaleColumn.Scheme, Class: Class }).Select(verdict => verdict.Subject)];
}
