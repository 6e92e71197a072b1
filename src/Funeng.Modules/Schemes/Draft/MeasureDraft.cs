using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Schemes.Draft;

/// <summary>Which enterprises within the scope would change their verdict if a draft decided instead of the scheme as it stands.</summary>
public sealed class MeasureDraft(SubjectDirectory subjects, FactStore facts, RuleBook book, CurrentUser user)
{
    /// <summary>A page must answer soon; a larger city is measured by its first so many enterprises, and the page says so.</summary>
    public const int Most = 5000;

    private const int Shown = 60;

    public async Task<DraftEffect> RunAsync(RulePack draft, RulePack current, DateOnly on, CancellationToken cancellation)
    {
        var within = subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking();
        var total = await within.CountAsync(cancellation);
        var chosen = await within.OrderBy(subject => subject.Id).Take(Most).Select(subject => new { subject.Id, subject.Code, subject.Name }).ToListAsync(cancellation);
        var named = chosen.ToDictionary(subject => subject.Id);
        var evaluator = new CriteriaEvaluator();
        var counts = new Dictionary<(Outcome, Outcome), int>();
        var changed = new List<ChangedVerdict>();
        await foreach (var (id, known) in facts.LoadSubjectsAsync([.. chosen.Select(subject => subject.Id)], null, cancellation))
        {
            var view = book.View(known, on);
            var before = evaluator.Outcome(current.Scheme, view);
            var after = evaluator.Outcome(draft.Scheme, view);
            counts[(before, after)] = counts.GetValueOrDefault((before, after)) + 1;
            if (before != after) changed.Add(new ChangedVerdict(named[id].Code, named[id].Name, before, after));
        }

        return new DraftEffect(total, chosen.Count, counts, changed.Count, [.. changed.OrderBy(change => change.After).ThenBy(change => change.Name, StringComparer.Ordinal).Take(Shown)]);
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
