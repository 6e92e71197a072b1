using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects;

/// <summary>One project with what the lists and the plan say of it today.</summary>
/// <param name="Due">What should have been invested by today, in yuan; null without monthly targets.</param>
/// <param name="Reasons">Why the light is not green, the gravest first.</param>
/// <param name="Problems">The problem lists it is on.</param>
public sealed record PortfolioRow(
    Project Project, ProjectLight Light, decimal? Due, IReadOnlyList<BriefMembership> Reasons, IReadOnlyList<BriefMembership> Problems, string Missing)
{
    /// <summary>The light somebody set by hand, while it holds; the light by rule is <see cref="ByRule"/>.</summary>
    public SetLight? Set { get; init; }

    public ProjectLight ByRule { get; init; }

    /// <summary>Percentage points of the yearly plan by which a project that is being built is behind; negative when ahead.</summary>
    public decimal? Behind => Project.Stage is "开工" or "在建" && Due is { } due && Project.Done is { } done && Project.Plan is > 0 and var plan ? (due - done) * 100 / plan : null;

    public decimal? DuePercent => Due is { } due && Project.Plan is > 0 and var plan ? due * 100 / plan : null;
}

/// <summary>
/// Reads every project an account may see, at once: a few thousand rows, so that every page over the portfolio (table, board, Gantt, meeting,
/// ranking) filters, sorts and sums the same rows in memory.
/// </summary>
public sealed class Portfolio(
    FunengDb db, ProjectDirectory projects, ListMembers members, ListBook book, FunengDatabase database, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const string ProblemGroup = "项目问题清单";

    /// <summary>The live lists over projects, in the order of their files.</summary>
    public IReadOnlyList<LiveList> Lists => [.. book.On(city.Today(clock)).Select(read => read.List).Where(list => list.Subject == ProjectsModule.Subject)];

    public IReadOnlyList<LiveList> ProblemLists => [.. Lists.Where(list => list.Group == ProblemGroup)];

    public async Task<IReadOnlyList<PortfolioRow>> ReadAsync(CancellationToken cancellation)
    {
        var rows = await projects.Within(user).AsNoTracking().ToListAsync(cancellation);
        return await WithStandingAsync(rows, cancellation);
    }

    /// <summary>The same for projects already read within the scope.</summary>
    public async Task<IReadOnlyList<PortfolioRow>> WithStandingAsync(IReadOnlyList<Project> rows, CancellationToken cancellation)
    {
        long[] ids = [.. rows.Select(row => row.Id)];
        // The figures of a year are shown in that year only: on New Year's Day last year's plan is not this year's.
        var year = city.Today(clock).Year;
        foreach (var row in rows.Where(row => row.PlanYear != year)) (row.PlanFen, row.DoneFen) = (null, null);
        var lists = Lists.ToDictionary(list => list.Id);
        var on = (await members.OfManyAsync(ids, null, cancellation)).Where(member => lists.ContainsKey(member.List)).ToLookup(member => member.Subject);
        var open = (await members.OpenForManyAsync(ids, cancellation))
            .Where(row => lists.GetValueOrDefault(row.List)?.Signal is ListSignal.Bad or ListSignal.Warning).ToLookup(row => row.Subject);
        var due = await DueAsync(cancellation);
        var today = city.Today(clock);
        // A hand is set for days, so there are few.
        var set = (await db.Set<SetLight>().AsNoTracking().Where(light => light.EndedOn == null && light.FromOn <= today && light.UntilOn >= today).ToListAsync(cancellation))
            .GroupBy(light => light.Project).ToDictionary(group => group.Key, group => group.MaxBy(light => light.Id)!);
        return [.. rows.Select(row => WithSet(Row(row, on[row.Id], open[row.Id].Select(pending => pending.Missing), lists, due), set.GetValueOrDefault(row.Id)))];
    }

    private static PortfolioRow WithSet(PortfolioRow row, SetLight? set) => row with { ByRule = row.Light, Light = set?.Light ?? row.Light, Set = set };

    private static PortfolioRow Row(
        Project project, IEnumerable<BriefMembership> on, IEnumerable<string> open, Dictionary<string, LiveList> lists, Dictionary<long, long> due)
    {
        var reasons = on.Where(member => lists[member.List].Signal != ListSignal.None).OrderByDescending(member => lists[member.List].Signal).ToList();
        var missing = string.Join('、', open.SelectMany(text => text.Split('、')).Distinct());
        return new PortfolioRow(
            project,
            Lights.Of(project.Stage, reasons.Select(member => lists[member.List].Signal), missing.Length > 0),
            due.TryGetValue(project.Id, out var fen) ? fen / 100m : null,
            reasons,
            [.. on.Where(member => lists[member.List].Group == ProblemGroup)],
            missing);
    }

    private async Task<Dictionary<long, long>> DueAsync(CancellationToken cancellation)
    {
        var day = city.Today(clock);
        await using var connection = await database.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.AddParameter("year", day.Year);
        command.AddParameter("month", day.Month);
        command.AddParameter("over", TenDays.PartsOver(day));
        command.CommandText = $"select t.project, {DueInvestment.Sql} from project_target t where t.year = @year group by t.project";
        var due = new Dictionary<long, long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) due[reader.GetInt64(0)] = Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
        return due;
    }
}
