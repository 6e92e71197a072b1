using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Register;

/// <summary>A project as typed; amounts in 万元.</summary>
public sealed record TypedProject
{
    public string Name { get; init; } = "";

    public string Code { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Nature { get; init; } = "";

    public string Region { get; init; } = "";

    public string Zone { get; init; } = "";

    public string OwnerCode { get; init; } = "";

    public string OwnerName { get; init; } = "";

    public string Summary { get; init; } = "";

    public string Stage { get; init; } = "";

    public string StageOn { get; init; } = "";

    public string Total { get; init; } = "";

    public string Plan { get; init; } = "";

    public string PlannedStartOn { get; init; } = "";

    public string PlannedCompletionOn { get; init; } = "";

    public string PlannedProductionOn { get; init; } = "";
}

/// <summary>Every way it can end.</summary>
public abstract record RegisterResult
{
    private RegisterResult()
    {
    }

    public sealed record Registered(string Code) : RegisterResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : RegisterResult;
}

/// <summary>Puts one project into the ledger. Its yearly plan is spread evenly over the months still to come until monthly targets are given.</summary>
public sealed class RegisterProject(
    FunengDb db, FactStore facts, LedgerWriter writer, LifeCycle lifeCycle, OrganizationDirectory organizations, RegionTree regions, AuditTrail audit,
    CurrentUser user, CityProfile city, TimeProvider clock)
{
    private static readonly (string Field, string Key, string Label)[] Dates =
    [
        ("PlannedStartOn", ProjectFacts.PlannedStartOn, "计划开工日期"), ("PlannedCompletionOn", ProjectFacts.PlannedCompletionOn, "计划竣工日期"),
        ("PlannedProductionOn", ProjectFacts.PlannedProductionOn, "计划投产日期"),
    ];

    public async Task<RegisterResult> RunAsync(TypedProject typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var today = city.Today(clock);
        var row = await ReadAsync(typed, today, problems, cancellation);
        if (problems.Count > 0 || row is null)
            return new RegisterResult.Refused(problems);

        await using var batch = await facts.BeginBatchAsync(new NewBatch($"登记项目 {row.Name}", "authority"), cancellation);
        if (!await writer.AddAsync(batch, row, cancellation))
            return Taken(row.Code);
        audit.Record("登记项目", $"project:{row.Code}", "", null, new { row.Name, row.Kind, row.Region, typed.Stage });
        try
        {
            await batch.PublishAsync(cancellation);
            return new RegisterResult.Registered(row.Code);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            // Two at the same moment: the database keeps the first.
            db.ChangeTracker.Clear();
            return Taken(row.Code);
        }
    }

    private static RegisterResult.Refused Taken(string code) => new([new("Code", $"代码 {code} 刚刚由他人登记为另一个项目。再按一次“登记”，系统会给出下一个代码；自填的代码请先核对。")]);

    private async Task<LedgerRow?> ReadAsync(TypedProject typed, DateOnly today, List<Problem> problems, CancellationToken cancellation)
    {
        var name = Text(typed.Name, "Name", "项目名称", 100, problems);
        var summary = typed.Summary.Trim();
        if (summary.Length > 1000) problems.Add(new("Summary", $"建设内容有 {summary.Length} 个字，最多 1000 个。"));
        if (!Enum.TryParse<ProjectKind>(typed.Kind, out var kind) || !Enum.IsDefined(kind)) problems.Add(new("Kind", "没有选择项目类别。"));
        if (!Enum.TryParse<ProjectNature>(typed.Nature, out var nature) || !Enum.IsDefined(nature)) problems.Add(new("Nature", "没有选择新建还是续建。"));
        var (region, zone) = (Blank(typed.Region), Blank(typed.Zone));
        if (region is null || regions.Find(region) is null) problems.Add(new("Region", "没有选择所在地。"));
        else if (zone is not null && regions.Find(zone) is null) problems.Add(new("Zone", "没有这个功能区。"));
        else if (!user.Has(Permission.ManageProjects) || !user.Scope.Covers(region, zone, -1)) problems.Add(new("Region", "所在地不在您的管理范围内。"));
        var stage = lifeCycle.Find(typed.Stage);
        if (stage is null || stage.Order > 3) problems.Add(new("Stage", "新登记的项目从谋划、在谈或签约开始；后面的状态凭证据逐步进入。已在推进的项目请用台账导入。"));
        var code = await CodeAsync(typed.Code.Trim(), today.Year, problems, cancellation);
        var owner = await OwnerAsync(typed, problems, cancellation);
        var said = Facts(typed, stage, today, problems, out var plan);
        return problems.Count > 0 ? null : new LedgerRow(code, name, kind, nature, today.Year)
        {
            Region = region, Zone = zone, Owner = owner?.Id, OwnerName = owner?.Name ?? typed.OwnerName.Trim(), Industry = owner?.Industry, Summary = summary,
            Facts = said, Place = "项目登记", Targets = plan is { } yuan ? Spread(yuan, today) : new Dictionary<int, decimal>(),
        };
    }

    private static List<(string, Period, FeelValue)> Facts(TypedProject typed, Stage? stage, DateOnly today, List<Problem> problems, out decimal? plan)
    {
        var said = new List<(string, Period, FeelValue)>();
        if (stage is not null)
        {
            var on = Day(typed.StageOn, "StageOn", "进入日期", problems) ?? today;
            if (on > today) problems.Add(new("StageOn", $"进入日期 {Fmt.Date(on)} 还没有到。"));
            said.Add((ProjectFacts.Stage, Period.State, FeelValue.From(stage.Code)));
            said.Add((ProjectFacts.StageOn, Period.State, FeelValue.From(on)));
            if (stage.Dated.Length > 0) said.Add((stage.Dated, Period.State, FeelValue.From(on)));
        }

        foreach (var (field, key, label) in Dates)
        {
            var text = field switch { "PlannedStartOn" => typed.PlannedStartOn, "PlannedCompletionOn" => typed.PlannedCompletionOn, _ => typed.PlannedProductionOn };
            if (Day(text, field, label, problems) is { } day) said.Add((key, Period.State, FeelValue.From(day)));
        }

        if (Amount(typed.Total, "Total", "总投资", problems) is { } total) said.Add((ProjectFacts.Investment, Period.State, FeelValue.From(total)));
        plan = Amount(typed.Plan, "Plan", "本年计划投资", problems);
        if (plan is { } yuan) said.Add((ProjectFacts.Plan, new Period(today.Year), FeelValue.From(yuan)));
        return said;
    }

    private async Task<string> CodeAsync(string typed, int year, List<Problem> problems, CancellationToken cancellation)
    {
        if (typed.Length > 40 || typed.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            problems.Add(new("Code", "项目代码只能有字母、数字和短横线，最多 40 位，例如 2601-370303-04-01-123456。"));
        if (typed.Length > 0)
        {
            if (await db.Set<Project>().AnyAsync(project => project.Code == typed, cancellation)) problems.Add(new("Code", "这个代码的项目已经登记过。"));
            return typed;
        }

        for (var number = await db.Set<Project>().CountAsync(project => project.ListedYear == year, cancellation) + 1; ; number++)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"XM{year}-{number:0000}");
            if (!await db.Set<Project>().AnyAsync(project => project.Code == code, cancellation)) return code;
        }
    }

    private async Task<Organization?> OwnerAsync(TypedProject typed, List<Problem> problems, CancellationToken cancellation)
    {
        if (Blank(typed.OwnerCode) is not { } code)
        {
            if (typed.OwnerName.Trim().Length is 0 or > 100) problems.Add(new("OwnerName", "请填写业主名称（最多 100 个字），或填写已登记企业的统一社会信用代码。"));
            return null;
        }

        var owner = await organizations.FindAsync(user.EnterpriseScope, code, cancellation);
        if (owner is null) problems.Add(new("OwnerCode", "您的数据范围内没有这个代码的企业。请核对，或留空并只填业主名称。"));
        return owner;
    }

    /// <summary>Whole yuan a month, the rest in December, so that the months add up to the year.</summary>
    internal static Dictionary<int, decimal> Spread(decimal yuan, DateOnly from)
    {
        var months = 13 - from.Month;
        var each = decimal.Floor(yuan / months);
        return Enumerable.Range(from.Month, months).ToDictionary(month => month, month => month == 12 ? yuan - each * (months - 1) : each);
    }

    private static string Text(string typed, string field, string label, int most, List<Problem> problems)
    {
        var text = typed.Trim();
        if (text.Length == 0) problems.Add(new(field, $"没有填写{label}。"));
        else if (text.Length > most) problems.Add(new(field, $"{label}有 {text.Length} 个字，最多 {most} 个。"));
        return text;
    }

    private static DateOnly? Day(string typed, string field, string label, List<Problem> problems)
    {
        var reading = DateCell.Read(SheetCell.OfText(typed.Trim()));
        if (reading.Problem is { } problem) problems.Add(new(field, $"{label}：{problem}"));
        return reading.Value;
    }

    private static decimal? Amount(string typed, string field, string label, List<Problem> problems)
    {
        var reading = NumberCell.Read(SheetCell.OfText(typed.Trim()), "元", Unit.Find("万元"));
        if (reading.Problem is { } problem) problems.Add(new(field, $"{label}：{problem}"));
        else if (reading.Value is < 0 or > 1e13m) problems.Add(new(field, $"{label}应在 0 到 10 万亿元之间。"));
        return reading.Value;
    }

    private static string? Blank(string typed) => typed.Trim() is { Length: > 0 } text ? text : null;
}
