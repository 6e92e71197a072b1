using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>
/// What a benefit would cost if its conditions or its amount were others: decided for every enterprise within the scope, beside the text as it
/// stands, with who wins and who loses by name. Nothing is stored.
/// </summary>
public sealed class SimulateBenefit(PolicyBook book, Entitled entitled, GroupEnterprises groups, CurrentUser user, CityProfile city, TimeProvider clock)
{
    /// <param name="id">The benefit that stands.</param>
    /// <param name="draft">What it becomes.</param>
    /// <param name="most">How many winners and losers are named.</param>
    /// <returns>Null when there is no such benefit, its money goes to somebody else, or not for this user.</returns>
    public async Task<Simulation?> RunAsync(string id, BenefitDraft draft, int most, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || book.FindBenefit(id) is not { Benefit.IsForEnterprise: true } standing) return null;
        var today = city.Today(clock);
        var before = await entitled.DecideAsync(standing, today, null, cancellation);
        var (changed, problems) = Compile(standing, draft);
        var after = changed is null || changed.Pack.Sha256 == standing.Pack.Sha256 ? before : await entitled.DecideAsync(changed, today, before, cancellation);
        var compared = ComparedVersions.Of(before, after, await entitled.PlacesAsync(user.EnterpriseScope, cancellation));
        return new Simulation(
            standing, changed ?? standing, compared.Before, compared.After,
            await NameAsync(compared.Winners, after, most, cancellation), await NameAsync(compared.Losers, before, most, cancellation),
            await groups.BreakDownAsync(compared.Met, before.Table, today, cancellation), problems);
    }

    private (BenefitRule? Rule, IReadOnlyList<Problem> Problems) Compile(BenefitRule standing, BenefitDraft draft)
    {
        var problems = draft.Check(standing.Benefit);
        if (problems.Count > 0) return (null, problems);
        var benefit = draft.On(standing.Benefit);
        var (rule, found) = new BenefitCompiler(book.Rules).Compile(standing.Policy, benefit, book.FindFile(standing.Policy.Id)!.Text);
        return (rule, [.. found.Select(problem => new Problem(draft.FieldOf(problem.Message), "读不懂：" + problem.Message))]);
    }

    // Only who is shown is named. Of those with the same difference, the smaller id: the same ones every time.
    private async Task<TurnList> NameAsync(List<ComparedAnswer> turns, DecidedBenefit version, int most, CancellationToken cancellation)
    {
        var shown = Largest(turns, most);
        var names = await entitled.NamesAsync(user.EnterpriseScope, [.. shown.Select(turn => turn.Place.Id)], cancellation);
        return new TurnList(turns.Count, turns.Sum(turn => turn.Difference),
            [.. shown.Where(turn => names.ContainsKey(turn.Place.Id)).Select(turn => Named(turn, version, names[turn.Place.Id]))]);
    }

    // Of hundreds of thousands only the few that are shown are put in order.
    private static List<ComparedAnswer> Largest(List<ComparedAnswer> turns, int most)
    {
        if (turns.Count > most)
        {
            var kept = new PriorityQueue<ComparedAnswer, (decimal Size, long Id)>(most + 1, Comparer<(decimal Size, long Id)>.Create((one, other) => -Order(one, other)));
            foreach (var turn in turns)
            {
                kept.Enqueue(turn, (Math.Abs(turn.Difference), turn.Place.Id));
                if (kept.Count > most) kept.Dequeue();
            }

            turns = [.. kept.UnorderedItems.Select(item => item.Element)];
        }

        return [.. turns.OrderBy(turn => (Math.Abs(turn.Difference), turn.Place.Id), Comparer<(decimal, long)>.Create(Order))];
    }

    private static int Order((decimal Size, long Id) one, (decimal Size, long Id) other) => other.Size.CompareTo(one.Size) is not 0 and var order ? order : one.Id.CompareTo(other.Id);

    private static Turn Named(ComparedAnswer turn, DecidedBenefit version, SubjectName name) => new(
        Entitled.Make(version.Rule, turn.Place, turn.IsMet ? turn.After : turn.Before, name), turn.Before.Paid, turn.After.Paid, turn.WasMet, turn.IsMet);
}

/// <param name="Standing">The benefit as it stands.</param>
/// <param name="Changed">As it would be; the same where the draft cannot be read.</param>
public sealed record Simulation(
    BenefitRule Standing, BenefitRule Changed, SimulatedSide Before, SimulatedSide After, TurnList Winners, TurnList Losers, IReadOnlyList<Breakdown> Breakdowns, IReadOnlyList<Problem> Problems)
{
    public bool IsChanged => Changed.Pack.Sha256 != Standing.Pack.Sha256;
}

/// <summary>One version: how many it pays, how much, and of how many it cannot be said.</summary>
public sealed record SimulatedSide(int Count, decimal Cost, int Unknown);

/// <param name="Count">How many there are.</param>
/// <param name="Difference">What it makes for all of them.</param>
/// <param name="Shown">The largest differences by name.</param>
public sealed record TurnList(int Count, decimal Difference, IReadOnlyList<Turn> Shown);

/// <summary>One enterprise for which a change makes a difference.</summary>
public sealed record Turn(EntitledEnterprise Enterprise, decimal? Before, decimal? After, bool WasMet, bool IsMet)
{
    public decimal Difference => (After ?? 0) - (Before ?? 0);
}
