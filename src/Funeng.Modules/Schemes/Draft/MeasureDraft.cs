using Funeng.Engines.Criteria;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>Which enterprises within the scope would change their verdict if a draft decided instead of the scheme as it stands.</summary>
public sealed class MeasureDraft(EnterpriseSample sample, RuleBook book, TimeProvider clock)
{
    private const int Shown = 60;

    // A draft may be as slow as its author makes it; what is measured by then is shown with its number.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private static readonly CriteriaEvaluator Evaluator = new();

    public async Task<DraftEffect> RunAsync(RulePack draft, RulePack current, DateOnly on, CancellationToken cancellation)
    {
        var counts = new Dictionary<(Outcome, Outcome), int>();
        var changed = new List<ChangedVerdict>();
        var (began, measured) = (clock.GetTimestamp(), 0);
        await foreach (var enterprise in sample.ReadAsync(cancellation))
        {
            if (clock.GetElapsedTime(began) > Longest) break;
            measured++;
            var view = book.View(enterprise.Facts, on);
            var (before, after) = (Evaluator.Outcome(current.Scheme, view), Evaluator.Outcome(draft.Scheme, view));
            counts[(before, after)] = counts.GetValueOrDefault((before, after)) + 1;
            if (before != after) changed.Add(new ChangedVerdict(enterprise.Code, enterprise.Name, before, after));
        }

        return new DraftEffect(
            await sample.CountAsync(cancellation), measured, counts, changed.Count,
            [.. changed.OrderBy(change => change.After).ThenBy(change => change.Name, StringComparer.Ordinal).Take(Shown)]);
    }
}

/// <param name="Total">Enterprises within the scope.</param>
/// <param name="Measured">Those decided both ways.</param>
/// <param name="Counts">How many, by the outcome before and after.</param>
/// <param name="Changed">How many change.</param>
/// <param name="Rows">The first of those that change.</param>
public sealed record DraftEffect(
    int Total, int Measured, IReadOnlyDictionary<(Outcome Before, Outcome After), int> Counts, int Changed, IReadOnlyList<ChangedVerdict> Rows);

public sealed record ChangedVerdict(string Code, string Name, Outcome Before, Outcome After);
