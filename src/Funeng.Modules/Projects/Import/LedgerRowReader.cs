using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Import;

/// <summary>Reads one row of a ledger; what is wrong with it is said all at once.</summary>
internal sealed partial class LedgerRowReader(LedgerWords words, Sheet sheet, int row, IReadOnlyList<LedgerColumn> columns, DateOnly today)
{
    private const int MostMilestones = 40;

    // A stage cannot have been reached without the day of what comes before it.
    private static readonly (int From, string Key, string Label)[] Needed =
        [(5, ProjectFacts.StartedOn, "实际开工日期"), (7, ProjectFacts.CompletedOn, "竣工日期"), (8, ProjectFacts.ProductionOn, "投产日期")];

    private readonly List<string> problems = [];
    private readonly List<(string Key, Period Period, FeelValue Value)> facts = [];

    public LedgerRowReading Read(string name)
    {
        if (name.Length > 100) problems.Add($"项目名称有 {name.Length} 个字，最多 100 个。");
        var year = Year();
        var kind = Kind();
        var nature = Nature();
        var region = Place();
        var zone = Zone();
        foreach (var column in columns.Where(column => column.Fact is not null)) Fact(column, year);
        var plan = Amount("plan", ProjectFacts.Plan, year);
        var targets = Months("month");
        var done = DoneByMonth(year);
        Stage();
        CheckPlan(plan, targets, year);
        var understood = new LedgerRow(Text("code"), name, kind, nature, year)
        {
            Region = region, Zone = zone, OwnerName = Text("owner"), Summary = Text("summary"), Facts = facts, YearPlan = plan, Targets = targets, Done = done,
            Milestones = Milestones(year), Place = $"第 {row + 1} 行",
        };
        if (understood.Code.Length > 40 || understood.Code.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
            problems.Add($"项目代码“{Short(understood.Code)}”只能有字母、数字和短横线，最多 40 位。");
        if (understood.Summary.Length > 1000) problems.Add($"建设内容有 {understood.Summary.Length} 个字，最多 1000 个。");
        return new LedgerRowReading(row + 1, name, problems.Count == 0 ? understood : null, problems) { OwnerCode = Text("ownerCode") };
    }

    private string Text(string field) => columns.FirstOrDefault(column => column.Field == field) is { } column ? sheet[row, column.Index].Text.Trim() : "";

    private int Year()
    {
        var text = Text("year").TrimEnd('年', '度');
        if (text.Length == 0) return today.Year;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100) return year;
        problems.Add($"年度“{Short(text)}”应是四位数。");
        return today.Year;
    }

    private ProjectKind Kind()
    {
        var text = Text("kind");
        if (text.Length == 0) return ProjectKind.Other;
        if (words.Headings.Kind(text) is { } kind) return kind;
        problems.Add($"项目类别“{Short(text)}”不认识，应是：{LedgerHeadings.KindWords}。");
        return ProjectKind.Other;
    }

    private ProjectNature Nature()
    {
        var text = Text("nature");
        if (text.StartsWith('续')) return ProjectNature.Continued;
        if (text.Length > 0 && !text.StartsWith('新') && !text.StartsWith('改') && !text.StartsWith('扩')) problems.Add($"建设性质“{Short(text)}”应是新建或续建。");
        return ProjectNature.New;
    }

    private string? Place()
    {
        var text = Text("region");
        if (text.Length == 0)
        {
            problems.Add("没有写所在地。");
            return null;
        }

        if (words.Regions.Resolve(text) is { Kind: RegionKind.County or RegionKind.Township } region) return region.Code;
        problems.Add($"所在地“{Short(text)}”不认识。请写区县，或区县加镇街，例如“{words.Example}”。");
        return null;
    }

    private string? Zone()
    {
        var text = Text("zone");
        if (text.Length == 0) return null;
        if (words.Regions.Resolve(text, RegionKind.Zone) is { } zone) return zone.Code;
        problems.Add($"功能区“{Short(text)}”不认识。");
        return null;
    }

    private void Fact(LedgerColumn column, int year)
    {
        var definition = words.Catalogue.Get(column.Fact!);
        var cell = sheet[row, column.Index];
        if (cell.IsEmpty) return;
        if (definition.IsMoney && column.Unit is null && IsBareNumber(cell))
        {
            problems.Add($"“{column.Heading}”没有写明单位。请在表头写万元或亿元。");
            return;
        }

        var reading = CatalogueCell.Read(cell, definition, column.Unit);
        if (reading.Problem is { } problem) problems.Add($"{definition.Label}：{problem}");
        else if (reading.Value is { } value) facts.Add((definition.Key, definition.IsPerYear ? new Period(year) : Period.State, value));
    }

    private List<LedgerMilestone> Milestones(int year)
    {
        var found = new Dictionary<string, LedgerMilestone>();
        foreach (var node in MilestoneText.Read(Text("milestones"), year, problems)) found[node.Name] = node;
        foreach (var column in columns.Where(column => column.IsNode && !sheet[row, column.Index].IsEmpty))
        {
            var reading = DateCell.Read(sheet[row, column.Index]);
            if (reading.Problem is { } problem) problems.Add($"节点“{column.Heading}”：{problem}");
            else if (reading.Value is not { } day) continue;
            else if (column.Field == LedgerColumn.NodeDone && day > today) problems.Add($"节点“{column.Heading}”的实际完成日期 {Fmt.Date(day)} 还没有到。");
            else
            {
                var node = found.GetValueOrDefault(column.Heading) ?? new LedgerMilestone(column.Heading, null, null);
                found[column.Heading] = column.Field == LedgerColumn.NodeDone ? node with { DoneOn = day } : node with { PlannedOn = day };
            }
        }

        if (found.Count > MostMilestones) problems.Add($"有 {found.Count} 个节点，最多 {MostMilestones} 个。");
        if (found.Keys.FirstOrDefault(node => node.Length > 60) is { } longest) problems.Add($"节点名称“{Short(longest)}”有 {longest.Length} 个字，最多 60 个。");
        return [.. found.Values];
    }

    private void Stage()
    {
        var text = words.Headings.Stage(Text("stage"));
        if (text.Length == 0)
        {
            problems.Add("没有写项目状态。");
            return;
        }

        if (words.LifeCycle.Find(text) is not { } stage)
        {
            problems.Add($"项目状态“{Short(text)}”不认识，应是：{string.Join('、', words.LifeCycle.Stages.Select(known => known.Code))}。");
            return;
        }

        facts.Add((ProjectFacts.Stage, Period.State, FeelValue.From(stage.Code)));
        foreach (var (_, _, label) in Needed.Where(needed => stage.Code != LifeCycle.Ended && stage.Order >= needed.From && facts.All(fact => fact.Key != needed.Key)))
            problems.Add($"状态是“{stage.Code}”，但没有{label}。");
        // Without a day of its own, the stage began on the day that it is dated by.
        if (facts.All(fact => fact.Key != ProjectFacts.StageOn))
        {
            var dated = stage.Dated.Length > 0 ? stage.Dated : ProjectFacts.StartedOn;
            if (facts.FirstOrDefault(fact => fact.Key == dated) is { Key: not null } day) facts.Add((ProjectFacts.StageOn, Period.State, day.Value));
        }

        foreach (var day in facts.Where(fact => fact.Key is ProjectFacts.StartedOn or ProjectFacts.CompletedOn or ProjectFacts.ProductionOn or ProjectFacts.StageOn).ToList())
        {
            if (day.Value.AsDate().TryToDateOnly(out var on) && on > today) problems.Add($"{words.Catalogue.Get(day.Key).Label} {Fmt.Date(on)} 还没有到。");
        }
    }

    private static string Short(string text) => text.Length > 20 ? text[..20] + "…" : text;
}
