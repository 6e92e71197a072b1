using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;

namespace Funeng.Modules.Registry.Profile;

/// <summary>Everything the page of an enterprise shows of what Registry and Facts know.</summary>
public sealed record EnterpriseProfile(
    EnterpriseContext Context, IReadOnlyList<OrganizationName> Names, SubjectFacts Facts, FactView View, IReadOnlyList<FactConflict> Conflicts,
    IReadOnlyList<FactChange> Changes)
{
    public Organization Organization => Context.Organization;

    /// <summary>The name it bore on the day looked at: a former one when it was renamed since.</summary>
    public string Name => Context.AsOf is null ? Organization.Name
        : Names.Where(name => name.Kind == NameKind.Former && name.Until >= Context.On).MinBy(name => name.Until)?.Name ?? Organization.Name;

    /// <summary>The industry as known on the day looked at.</summary>
    public string? Industry => Context.AsOf is null ? Organization.Industry : Known("industryCode")?.Value is { Kind: FeelKind.String } code ? code.AsString() : null;

    /// <summary>The day of foundation as known on the day looked at.</summary>
    public DateOnly? FoundedOn => Context.AsOf is null ? Organization.FoundedOn
        : Known("foundedOn")?.Value is { Kind: FeelKind.Date } day && day.AsDate().TryToDateOnly(out var date) ? date : null;

    private Fact? Known(string key) => Facts.Catalogue.Find(key) is { } definition ? Facts.FindLatest(definition) : null;

    public FactConflict? ConflictOf(string key, Period period) => Conflicts.FirstOrDefault(conflict => conflict.Key == key && conflict.Period == period);
}

/// <summary>One enterprise as a user may see it, today or as it was known at the end of a past day.</summary>
public sealed class ReadEnterprise(OrganizationDirectory directory, FactReader store, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <summary>Null when there is none or it lies outside the user's scope: the two look the same.</summary>
    public async Task<EnterpriseProfile?> RunAsync(string code, DateOnly? asOf, CancellationToken cancellation)
    {
        if (await directory.FindAsync(user.Scope, code, cancellation) is not { } organization)
        {
            return null;
        }

        var today = city.Today(clock);
        var isPast = asOf < today;
        var moment = isPast ? EndOf(asOf!.Value) : (DateTimeOffset?)null;
        var facts = await store.LoadSubjectAsync(organization.Id, moment, cancellation);
        var context = new EnterpriseContext(organization, isPast ? asOf!.Value : today, moment);
        return new EnterpriseProfile(
            context, await directory.NamesAsync(organization.Id, cancellation), facts, new FactView(facts, context.On),
            await store.ConflictsAsync(organization.Id, moment, cancellation),
            [.. FactChange.In(await store.HistoryAsync(organization.Id, cancellation)).Where(change => moment is null || change.At <= moment)]);
    }

    private DateTimeOffset EndOf(DateOnly day)
    {
        var local = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone).GetUtcOffset(local)).AddTicks(-1);
    }
}
