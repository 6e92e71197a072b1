using Funeng.Engines.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Facts;

/// <summary>Everything ever said about one fact of one subject, and what is believed today or was believed on a past day.</summary>
public sealed class ShowFactHistory(SubjectDirectory subjects, FactReader store, FactCatalogue catalogue, CurrentUser user, CityProfile city, TimeProvider time)
{
    /// <summary>Null when the subject or the fact does not exist, or the subject lies outside the user's scope.</summary>
    public async Task<FactHistory?> RunAsync(string code, string key, DateOnly? asOf, CancellationToken cancellation)
    {
        if (catalogue.Find(key) is not { } definition
            || await subjects.FindAsync(user.Scope, definition.Subject, code, cancellation) is not { } subject)
        {
            return null;
        }

        var filedKey = definition.Origin is FactOrigin.View view ? view.Of : key;
        var entries = await store.HistoryAsync(subject.Id, filedKey, cancellation);
        var facts = await store.LoadSubjectAsync(subject.Id, EndOf(asOf), cancellation);
        var on = asOf ?? city.Today(time);
        return new FactHistory(
            subject,
            definition,
            on,
            new FactView(facts, on).Find(definition),
            [.. facts.All.Where(fact => fact.Definition.Key == filedKey).OrderByDescending(fact => fact.Period)],
            entries,
            asOf is null
                ? FactFolding.Conflicts(entries)
                : [.. (await store.ConflictsAsync(subject.Id, EndOf(asOf), cancellation)).Where(conflict => conflict.Key == filedKey)]);
    }

    private DateTimeOffset? EndOf(DateOnly? day) => day is { } last ? city.StartOf(last.AddDays(1).ToString("yyyy-MM-dd", null))?.AddTicks(-1) : null;
}

/// <param name="Subject">Whom it is about.</param>
/// <param name="Definition">The fact asked for; for a view of a yearly fact the entries are those of the yearly fact.</param>
/// <param name="On">The day on which it is looked at.</param>
/// <param name="Current">The value that holds on that day, computed where it is a derived fact.</param>
/// <param name="Believed">The believed value of each period, as known on that day.</param>
/// <param name="Entries">Every filing that spoke of it, newest first.</param>
/// <param name="Conflicts">Where sources differ, as known on that day.</param>
public sealed record FactHistory(
    Subject Subject,
    FactDefinition Definition,
    DateOnly On,
    Fact? Current,
    IReadOnlyList<Fact> Believed,
    IReadOnlyList<FactEntry> Entries,
    IReadOnlyList<FactConflict> Conflicts);
