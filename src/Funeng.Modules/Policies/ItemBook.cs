using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies;

/// <summary>An item with how its benefit stands for it.</summary>
public sealed record ItemStanding(BenefitItem Item, BenefitStanding Standing);

/// <summary>The door to registered items, and to the facts that hold for one: those of the enterprise, with those of the item in place of its own.</summary>
public sealed class ItemBook(FunengDb db, FactReader facts, PolicyBook book)
{
    private const int AtOnce = 1000;

    /// <summary>The item a number means; null when nobody has registered it.</summary>
    public Task<BenefitItem?> FindAsync(string benefit, string number, CancellationToken cancellation) =>
        db.Set<BenefitItem>().AsNoTracking().SingleOrDefaultAsync(item => item.Benefit == benefit && item.Number == number, cancellation);

    /// <summary>Whether anything of a benefit is registered.</summary>
    public Task<bool> AnyAsync(string benefit, CancellationToken cancellation) => db.Set<BenefitItem>().AnyAsync(item => item.Benefit == benefit, cancellation);

    /// <summary>The items of an enterprise, of one benefit or of all.</summary>
    public async Task<IReadOnlyList<BenefitItem>> OfAsync(long subject, string? benefit, CancellationToken cancellation) =>
        await db.Set<BenefitItem>().AsNoTracking().Where(item => item.Subject == subject && (benefit == null || item.Benefit == benefit)).OrderBy(item => item.Number).ToListAsync(cancellation);

    /// <summary>Every registered item of a benefit, each decided by itself on the facts of its enterprise and its own.</summary>
    /// <param name="places">Where the enterprises lie; those that are not in it are left out.</param>
    public async Task<IReadOnlyList<ItemStanding>> DecideAsync(BenefitRule rule, IReadOnlyDictionary<long, string?> places, DateOnly on, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        // Of one enterprise only its own are read.
        long? only = places.Count == 1 ? places.Keys.Single() : null;
        var items = (await db.Set<BenefitItem>().AsNoTracking().Where(item => item.Benefit == rule.Benefit.Id && (only == null || item.Subject == only)).OrderBy(item => item.Number).ToListAsync(cancellation))
            .FindAll(item => places.ContainsKey(item.Subject) && (asOf is null || item.At <= asOf));
        var decided = new List<ItemStanding>();
        foreach (var chunk in items.Chunk(AtOnce))
        {
            var known = new Dictionary<long, SubjectFacts>();
            await foreach (var (subject, of) in facts.LoadSubjectsAsync([.. chunk.Select(item => item.Subject).Concat(chunk.Select(item => item.Id)).Distinct()], asOf, cancellation)) known[subject] = of;
            decided.AddRange(chunk.Select(item => new ItemStanding(
                item, DecideBenefits.Of(rule, book.Rules.View(Over(rule.Benefit.Item!, known[item.Subject], known[item.Id], on, counted: true), on), places[item.Subject]))));
        }

        return decided;
    }

    /// <summary>The facts for one item of an enterprise.</summary>
    /// <param name="registered">The item as registered; null where nobody has.</param>
    /// <param name="others">How many other items of the benefit the enterprise has or has handed in: with none, what is on file about the enterprise is about this one.</param>
    public async Task<SubjectFacts> FactsAsync(PolicyItem item, SubjectFacts enterprise, BenefitItem? registered, int others, DateOnly on, CancellationToken cancellation)
    {
        return item.By != ItemBy.Number ? enterprise : FactsOf(item, enterprise, registered is null ? null : await facts.LoadSubjectAsync(registered.Id, null, cancellation), others, on);
    }

    /// <summary>The same where what is known of the item was read already.</summary>
    /// <param name="own">Null where nobody has registered it.</param>
    public static SubjectFacts FactsOf(PolicyItem item, SubjectFacts enterprise, SubjectFacts? own, int others, DateOnly on)
    {
        if (own is null && others == 0 && item.Counts.Length == 0) return enterprise;
        // What an office has registered is one of them, however many there are besides.
        return Over(item, enterprise, own, on, own is not null || (Counted(item, enterprise) is { } most && others < most));
    }

    /// <param name="own">What is known of the item; null for nothing.</param>
    /// <param name="counted">Whether it is one of those the enterprise is known to have.</param>
    private static SubjectFacts Over(PolicyItem item, SubjectFacts enterprise, SubjectFacts? own, DateOnly on, bool counted)
    {
        var (builder, catalogue) = (enterprise.ToBuilder(), enterprise.Catalogue);
        foreach (var definition in item.Facts.Select(catalogue.Find).OfType<FactDefinition>()) builder.Forget(definition, on);
        foreach (var fact in own?.All ?? []) builder.Add(fact);
        if (catalogue.Find(item.Counts) is not { } count || enterprise.FindLatest(count) is not { } stated) return builder.Build();
        builder.Forget(count, on);
        // Of the so many that are on file this is one.
        if (counted) builder.Add(stated with { Value = FeelValue.From(1L), Inputs = [stated] });
        return builder.Build();
    }

    private static int? Counted(PolicyItem item, SubjectFacts enterprise) =>
        enterprise.Catalogue.Find(item.Counts) is { } count && enterprise.FindLatest(count)?.Value is { Kind: FeelKind.Number } value && value.AsNumber().TryToDecimal(out var number) ? (int)Math.Clamp(number, 0, 100_000) : null;
}
