using Funeng.Modules.Facts;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Items;

/// <summary>One item as whoever decides about another name for an award must see it.</summary>
/// <param name="Standing">How the benefit stands for it on the day the award was decided for, on what is known now.</param>
/// <param name="IsRegistered">An office has registered it for this enterprise; false for what is no number, too.</param>
public sealed record ComparedItem(string Item, string Title, BenefitStanding Standing, bool IsRegistered);

/// <summary>What an award is said to be for, and what it is to be said to be for instead.</summary>
/// <param name="AreApart">Whether items of this benefit have facts of their own; else both stand on those of the enterprise.</param>
public sealed record ComparedItems(ComparedItem Now, ComparedItem Then, bool AreApart);

/// <summary>Puts both items of a change side by side: the conditions, and the facts they rest on.</summary>
public sealed class CompareItems(PolicyBook book, ItemFacts items, ItemBook register, FactReader facts)
{
    /// <returns>Null where no change is asked for, or the benefit is not given item by item.</returns>
    public async Task<ComparedItems?> RunAsync(Award award, CancellationToken cancellation)
    {
        if (award.Change is not { } change || book.FindBenefit(award.Benefit) is not { Benefit.Item: { } of } rule) return null;
        var known = await facts.LoadSubjectAsync(award.Subject, null, cancellation);
        return new ComparedItems(await OfAsync(award.Item, award.ItemTitle), await OfAsync(change.Item, change.Title), of is { By: ItemBy.Number, Facts.Count: > 0 });

        async Task<ComparedItem> OfAsync(string item, string title)
        {
            var view = book.Rules.View(await items.OfAsync(rule.Benefit, award.Subject, item, known, award.DecidedOn, cancellation), award.DecidedOn);
            var registered = of.By == ItemBy.Number && await register.FindAsync(award.Benefit, item, cancellation) is { } found && found.Subject == award.Subject;
            return new ComparedItem(item, title, DecideBenefits.Of(rule, view, award.Region), registered);
        }
    }
}
