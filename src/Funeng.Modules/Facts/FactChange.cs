using System.ComponentModel.DataAnnotations;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;

namespace Funeng.Modules.Facts;

public enum FactChangeKind
{
    [Display(Name = "更正")] Corrected,
    [Display(Name = "收回")] TakenBack,
    [Display(Name = "撤销")] Withdrawn,
}

/// <summary>A source that said otherwise than before, took its value back, or whose filing was withdrawn.</summary>
/// <param name="Before">What it had said.</param>
/// <param name="After">What it says since; null when nothing.</param>
/// <param name="Why">The reason of a withdrawal, or where the new value stands.</param>
public sealed record FactChange(
    string Key, Period Period, FactSource Source, FactChangeKind Kind, FeelValue Before, FeelValue? After, DateTimeOffset At, string Who, string Why)
{
    /// <summary>The changes in a history, the latest first.</summary>
    public static IReadOnlyList<FactChange> In(IReadOnlyList<FactEntry> history) =>
        [.. history.GroupBy(entry => (entry.Key, entry.Period, entry.Source.Id)).SelectMany(said => Of([.. said.Reverse()])).OrderByDescending(change => change.At)];

    private static IEnumerable<FactChange> Of(IReadOnlyList<FactEntry> oldestFirst)
    {
        FactEntry? before = null;
        foreach (var entry in oldestFirst)
        {
            if (before is not null && entry.Value != before.Value)
            {
                yield return New(entry, entry.Value.IsNull ? FactChangeKind.TakenBack : FactChangeKind.Corrected, before.Value, entry.Value.IsNull ? (FeelValue?)null : entry.Value,
                    entry.LearnedAt, entry.Reporter, entry.Place);
            }

            if (entry.WithdrawnAt is { } at)
            {
                yield return New(entry, FactChangeKind.Withdrawn, entry.Value, null, at, entry.WithdrawnBy ?? "", entry.WithdrawalReason ?? "");
            }
            else
            {
                before = entry.Value.IsNull ? null : entry;
            }
        }
    }

    private static FactChange New(FactEntry entry, FactChangeKind kind, FeelValue before, FeelValue? after, DateTimeOffset at, string who, string why) =>
        new(entry.Key, entry.Period, entry.Source, kind, before, after, at, who, why);
}
