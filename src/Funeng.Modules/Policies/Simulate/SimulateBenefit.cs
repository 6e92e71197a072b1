using Funeng.Engines.Criteria;
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
    public async Task<Simulation?> RunAsync(string id, BenefitDraft draft, int most, CancellationToken cancellation) =>
        book.FindBenefit(id) is { } rule ? await RunAsync(new TriedRule(rule, book.FindFile(rule.Policy.Id)!.Text), draft, most, cancellation) : null;

    /// <summary>The same of a benefit that stands in the library, or is drafted and does not.</summary>
    public async Task<Simulation?> RunAsync(TriedRule tried, BenefitDraft draft, int most, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || tried.Rule is not { Benefit.IsForEnterprise: true } standing) return null;
        var today = city.Today(clock);
        var all = await entitled.OpenAsync(user.EnterpriseScope, cancellation);
        var before = await entitled.DecideAsync(standing, today, all, null, cancellation);
        var (changed, problems) = Compile(tried, draft);
        var after = changed is null || changed.Pack.Sha256 == standing.Pack.Sha256 ? before : await entitled.DecideAsync(changed, today, all, before, cancellation);
        var compared = new ComparedVersions(before, after);
        return new Simulation(
            standing, changed ?? standing, compared.Before, compared.After,
            await NameAsync(compared, compared.Winners, after, most, cancellation), await NameAsync(compared, compared.Losers, before, most, cancellation),
            await groups.BreakDownAsync(compared, today, cancellation), problems)
        {
            Apart = compared.Apart,
            Paid = await PaidAsync(compared, after, most, cancellation),
            Missing = MissingFacts.Find(after, book.Rules, today),
        };
    }

    /// <summary>Everybody whom either version pays, by name: the list for a file.</summary>
    /// <param name="id">The benefit that stands.</param>
    /// <param name="draft">What it becomes.</param>
    /// <param name="most">Of more than so many nobody is named.</param>
    /// <returns>Null when there is no such benefit, its money goes to somebody else, not for this user, or the draft cannot be read.</returns>
    public async Task<DraftList?> ListAsync(string id, BenefitDraft draft, int most, CancellationToken cancellation) =>
        book.FindBenefit(id) is { } rule ? await ListAsync(new TriedRule(rule, book.FindFile(rule.Policy.Id)!.Text), draft, most, cancellation) : null;

    /// <summary>The same of a benefit that stands in the library, or is drafted and does not.</summary>
    public async Task<DraftList?> ListAsync(TriedRule tried, BenefitDraft draft, int most, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLists) || tried.Rule is not { Benefit.IsForEnterprise: true } standing) return null;
        var (changed, problems) = Compile(tried, draft);
        if (changed is null || problems.Count > 0) return null;
        var (today, all) = (city.Today(clock), await entitled.OpenAsync(user.EnterpriseScope, cancellation));
        var before = await entitled.DecideAsync(standing, today, all, null, cancellation);
        var after = await entitled.DecideAsync(changed, today, all, before, cancellation);
        var compared = new ComparedVersions(before, after);
        if (compared.Met.Count > most) return new DraftList(standing, compared.Met.Count, [], IsTooMany: true);
        var rows = compared.Met.ToDictionary(row => compared.City.Table.Subjects[row]);
        var named = await entitled.NamedAsync(after, user.EnterpriseScope, compared.Met, cancellation);
        return new DraftList(
            standing, compared.Met.Count,
            [.. named.Select(one => Named(one, compared[rows[one.Id]])).OrderByDescending(turn => turn.After ?? -1).ThenByDescending(turn => turn.Before ?? -1).ThenBy(turn => turn.Enterprise.Code, StringComparer.Ordinal)]);
    }

    private async Task<IReadOnlyList<EntitledEnterprise>> PaidAsync(ComparedVersions compared, DecidedBenefit after, int most, CancellationToken cancellation)
    {
        var largest = new LargestRows(most);
        foreach (var row in compared.Met)
        {
            if (after.Of(row).Paid is { } paid) largest.Add(row, paid);
        }

        var named = await entitled.NamedAsync(after, user.EnterpriseScope, largest.InOrder(), cancellation);
        return [.. named.OrderByDescending(one => one.Amount?.Low ?? 0).ThenBy(one => one.Code, StringComparer.Ordinal)];
    }

    private (BenefitRule? Rule, IReadOnlyList<Problem> Problems) Compile(TriedRule tried, BenefitDraft draft)
    {
        var standing = tried.Rule;
        var problems = draft.Check(standing.Benefit);
        if (problems.Count > 0) return (null, problems);
        var benefit = draft.On(standing.Benefit);
        var (rule, found) = new BenefitCompiler(book.Rules).Compile(standing.Policy, benefit, tried.Text);
        return (rule, [.. found.Select(problem => new Problem(draft.FieldOf(problem.Message), "读不懂：" + problem.Message))]);
    }

    // Only who is shown is named. Of those with the same difference, the smaller row: the same ones every time.
    private async Task<TurnList> NameAsync(ComparedVersions compared, IReadOnlyList<int> turns, DecidedBenefit version, int most, CancellationToken cancellation)
    {
        var largest = new LargestRows(most);
        var (sum, inexact) = (0m, 0);
        foreach (var row in turns)
        {
            var difference = compared[row].Difference;
            largest.Add(row, Math.Abs(difference ?? 0));
            sum += difference ?? 0;
            if (difference is null) inexact++;
        }

        var shown = largest.InOrder();
        var named = (await entitled.NamedAsync(version, user.EnterpriseScope, shown, cancellation)).ToDictionary(one => one.Id);
        return new TurnList(turns.Count, sum, inexact, [.. shown.Select(row => (Row: row, Id: version.City.Table.Subjects[row])).Where(one => named.ContainsKey(one.Id)).Select(one => Named(named[one.Id], compared[one.Row]))]);
    }

    private static Turn Named(EntitledEnterprise enterprise, in ComparedAnswer turn) => new(enterprise, turn.Before.Exact, turn.After.Exact, turn.Before.Outcome, turn.After.Outcome, turn.Difference);
}

/// <summary>A benefit to be tried.</summary>
/// <param name="Text">Its policy, word for word.</param>
public sealed record TriedRule(BenefitRule Rule, string Text)
{
    /// <summary>The draft of a notice it is of; null for one that stands in the library.</summary>
    public DraftedPolicy? Draft { get; init; }
}

/// <param name="Standing">The benefit as it stands.</param>
/// <param name="Changed">As it would be; the same where the draft cannot be read.</param>
public sealed record Simulation(
    BenefitRule Standing, BenefitRule Changed, SimulatedSide Before, SimulatedSide After, TurnList Winners, TurnList Losers, IReadOnlyList<Breakdown> Breakdowns, IReadOnlyList<Problem> Problems)
{
    public bool IsChanged => Changed.Pack.Sha256 != Standing.Pack.Sha256;

    /// <summary>Those whom the changed version pays most, by name.</summary>
    public IReadOnlyList<EntitledEnterprise> Paid { get; init; } = [];

    /// <summary>What those lack of whom the changed version cannot be decided.</summary>
    public MissingFacts Missing { get; init; } = MissingFacts.None;

    /// <summary>Who stands neither among the winners nor among the losers because something is missing.</summary>
    public ApartCounts Apart { get; init; } = new(0, 0);
}

/// <param name="Undecided">Paid under one version; under the other the conditions cannot be decided.</param>
/// <param name="Inexact">Paid under both, and an amount cannot be computed yet.</param>
public sealed record ApartCounts(int Undecided, int Inexact);

/// <summary>Everybody whom either version pays.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Turns">By name; nobody where there are too many.</param>
public sealed record DraftList(BenefitRule Standing, int Count, IReadOnlyList<Turn> Turns, bool IsTooMany = false);

/// <summary>One version: how many it pays, how much, and of how many it cannot be said.</summary>
/// <param name="Cost">What is certain; the low end where an amount is not.</param>
public sealed record SimulatedSide(int Count, decimal Cost, int Unknown)
{
    public OpenCost Open { get; init; } = OpenCost.None;
}

/// <param name="Count">How many there are.</param>
/// <param name="Difference">What it makes for all of whom it can be computed.</param>
/// <param name="Inexact">Of how many it cannot.</param>
/// <param name="Shown">The largest differences by name.</param>
public sealed record TurnList(int Count, decimal Difference, int Inexact, IReadOnlyList<Turn> Shown);

/// <summary>One enterprise for which a change makes a difference.</summary>
/// <param name="Before">What it is paid; null where it is not, or where that cannot be computed yet.</param>
/// <param name="After">What it would be paid, likewise.</param>
/// <param name="Difference">Null where it cannot be told.</param>
public sealed record Turn(EntitledEnterprise Enterprise, decimal? Before, decimal? After, Outcome Was, Outcome Is, decimal? Difference)
{
    /// <summary>What the change means for it, in a word.</summary>
    public string Word => (Was, Is) switch
    {
        (Outcome.Unknown, _) or (_, Outcome.Unknown) => "缺数据，判不了",
        (not Outcome.Met, Outcome.Met) => "新享受" + Remark,
        (Outcome.Met, not Outcome.Met) => "不再享受" + Remark,
        _ => Difference switch { null => "金额算不准", > 0 => "多得", < 0 => "少得", _ => "不变" },
    };

    private string Remark => Difference is null ? "，金额算不准" : "";
}
