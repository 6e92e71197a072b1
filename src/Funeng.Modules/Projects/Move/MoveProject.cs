using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Move;

/// <summary>That a project enters a stage, as typed.</summary>
/// <param name="Values">Evidence by fact key, as typed: 是, 100, 2026-05-18.</param>
public sealed record TypedMove(string Code, string Stage, string On, IReadOnlyDictionary<string, string> Values, string Reason);

/// <summary>Every way it can end.</summary>
public abstract record MoveResult
{
    private MoveResult()
    {
    }

    public sealed record Moved(string Stage) : MoveResult;

    /// <summary>An illegal jump, missing evidence, a wrong date: each with what to do.</summary>
    public sealed record Refused(IReadOnlyList<Problem> Problems) : MoveResult;

    /// <summary>No such project, or outside the scope, or not for this account.</summary>
    public sealed record NotFound : MoveResult;
}

/// <summary>
/// Leads a project into its next stage. The way must exist, the condition of entry must certainly hold with the evidence brought, and the day
/// must fit; the stage, its day and the evidence are one filing.
/// </summary>
public sealed class MoveProject(
    ProjectDirectory projects, LifeCycle lifeCycle, EntryDecision entry, FactStore facts, FactReader reader, FactCatalogue catalogue, AuditTrail audit, CurrentUser user,
    CityProfile city, TimeProvider clock)
{
    private const int ShortestReason = 4, LongestReason = 500;

    public async Task<MoveResult> RunAsync(TypedMove typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || await projects.FindAsync(user, typed.Code, cancellation) is not { } project)
            return new MoveResult.NotFound();

        var problems = new List<Problem>();
        var stage = lifeCycle.Find(typed.Stage);
        if (stage is null || !stage.From.Contains(project.Stage ?? ""))
        {
            problems.Add(new Problem("Stage", IllegalJump(project.Stage, stage)));
            return new MoveResult.Refused(problems);
        }

        var on = ReadDay(typed.On, project, problems);
        var brought = ReadEvidence(stage, typed.Values, problems);
        var reason = typed.Reason.Trim();
        if (reason.Length > LongestReason || (stage.Code == LifeCycle.Ended && reason.Length < ShortestReason))
            problems.Add(new Problem("Reason", reason.Length > LongestReason ? $"说明有 {reason.Length} 个字，最多 {LongestReason} 个。" : "终止项目要写明原因，例如“业主资金未到位，双方同意解约”。"));
        if (problems.Count > 0)
            return new MoveResult.Refused(problems);

        var decision = entry.Decide(stage, await reader.LoadSubjectAsync(project.Id, null, cancellation), brought, on);
        if (decision.Outcome != Outcome.Met)
            return new MoveResult.Refused([.. decision.Lacking.DefaultIfEmpty("条件不成立").Distinct().Select(lacking => new Problem("Evidence", $"还不能进入“{stage.Code}”：{lacking}。"))]);

        await FileAsync(project, stage, on, brought, reason, cancellation);
        return new MoveResult.Moved(stage.Code);
    }

    private async Task FileAsync(Project project, Stage stage, DateOnly on, List<FiledValue> brought, string reason, CancellationToken cancellation)
    {
        audit.Record("变更项目状态", $"project:{project.Code}", reason, new { stage = project.Stage }, new { stage = stage.Code, on });
        List<FiledValue> values = [new(ProjectFacts.Stage, FeelValue.From(stage.Code)), new(ProjectFacts.StageOn, FeelValue.From(on)), .. brought];
        if (stage.Dated.Length > 0)
            values.Add(new FiledValue(stage.Dated, FeelValue.From(on)));
        var place = $"{project.Stage}→{stage.Code}{(reason.Length > 0 ? "：" + reason : "")}";
        foreach (var source in values.GroupBy(value => ProjectFacts.SourceOf(value.Key)))
        {
            foreach (var year in source.GroupBy(value => catalogue.Get(value.Key).PeriodOn(on)))
                await facts.RecordAsync(new NewFiling(project.Id, year.Key, source.Key, [.. year]) { Place = place }, cancellation);
        }

        project.ChangedAt = clock.GetUtcNow();
        project.Version++;
        await facts.PublishAsync(cancellation);
    }

    private string IllegalJump(string? present, Stage? target)
    {
        var next = string.Join("、", lifeCycle.Next(present).Select(stage => $"“{stage.Code}”"));
        var goOn = next.Length > 0 ? $"现在是“{present}”，下一步可以是{next}。" : $"现在是“{present}”，没有下一步。";
        return target is null
            ? $"没有选择要进入的状态。{goOn}"
            : $"不能从“{present}”直接到“{target.Code}”：“{target.Code}”要从{string.Join("或", target.From.Select(from => $"“{from}”"))}进入。{goOn}";
    }

    private DateOnly ReadDay(string text, Project project, List<Problem> problems)
    {
        var today = city.Today(clock);
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on))
            problems.Add(new Problem("On", $"进入日期应是一个日期，例如 {Fmt.Date(today)}。"));
        else if (on > today)
            problems.Add(new Problem("On", $"进入日期 {Fmt.Date(on)} 还没有到，最晚填今天 {Fmt.Date(today)}。"));
        else if (project.StageOn is { } since && on < since)
            problems.Add(new Problem("On", $"进入日期 {Fmt.Date(on)} 早于进入“{project.Stage}”的日期 {Fmt.Date(since)}。"));
        return on;
    }

    private List<FiledValue> ReadEvidence(Stage stage, IReadOnlyDictionary<string, string> typed, List<Problem> problems)
    {
        var values = new List<FiledValue>();
        foreach (var key in stage.Evidence)
        {
            var definition = catalogue.Get(key);
            var reading = CatalogueCell.Read(SheetCell.OfText(typed.GetValueOrDefault(key, "").Trim()), definition, definition.IsMoney ? Unit.Find("万元") : null);
            if (reading.Problem is { } problem)
                problems.Add(new Problem(key, problem));
            else if (reading.Value is { } value)
                values.Add(new FiledValue(key, value));
        }

        return values;
    }
}
