using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Items;

/// <summary>An item as its enterprise sees it.</summary>
/// <param name="Standing">How the benefit stands for it; null while nobody has registered it.</param>
/// <param name="Application">The latest; null for none.</param>
public sealed record OwnItem(string Number, string Title, BenefitStanding? Standing, Application? Application, Award? Award)
{
    /// <summary>Whether another application can be begun for it.</summary>
    public bool IsOpen => Award is null && Application is null or { State: ApplicationState.Refused or ApplicationState.Withdrawn };
}

/// <summary>What the user's own enterprise has of the items of one benefit: registered, applied for, paid.</summary>
public sealed class OwnItems(FunengDb db, PolicyBook book, ItemBook items, ReadApplication read, SubjectDirectory subjects, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <returns>Null for a benefit without numbered items, or an account that speaks for no enterprise.</returns>
    public async Task<(BenefitRule Rule, IReadOnlyList<OwnItem> Items)?> RunAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ApplyForBenefits) || user.Scope.Organization is not { } own || book.FindBenefit(benefit) is not { Benefit.Item.By: ItemBy.Number } rule
            || await subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == own, cancellation) is not { } enterprise) return null;
        var decided = (await items.DecideAsync(rule, new Dictionary<long, string?> { [own] = enterprise.Region }, city.Today(clock), null, cancellation)).ToDictionary(one => one.Item.Number);
        var applied = (await read.Visible().AsNoTracking().Where(row => row.Benefit == benefit).OrderByDescending(row => row.Id).ToListAsync(cancellation)).GroupBy(row => row.Item).ToDictionary(group => group.Key, group => group.First());
        var awards = (await db.Set<Award>().AsNoTracking().Where(award => award.Benefit == benefit && award.Subject == own && award.State != AwardState.Refused).ToListAsync(cancellation)).GroupBy(award => award.Item).ToDictionary(group => group.Key, group => group.First());
        return (rule, [.. decided.Keys.Concat(applied.Keys).Concat(awards.Keys).Distinct().Order(StringComparer.Ordinal).Select(number => new OwnItem(
            number, decided.GetValueOrDefault(number)?.Item.Title ?? applied.GetValueOrDefault(number)?.ItemTitle ?? awards.GetValueOrDefault(number)?.ItemTitle ?? number,
            decided.GetValueOrDefault(number)?.Standing, applied.GetValueOrDefault(number), awards.GetValueOrDefault(number)))]);
    }
}
