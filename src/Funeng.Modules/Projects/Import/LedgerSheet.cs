using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Regions;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Projects.Import;

/// <summary>One row of a ledger as it was understood; it is written only when it has no problems.</summary>
public sealed record LedgerRowReading(int Row, string Name, LedgerRow? Understood, IReadOnlyList<string> Problems)
{
    public string OwnerCode { get; init; } = "";
}

/// <summary>A whole ledger: what its columns mean, and its rows; or why it cannot be read at all.</summary>
public sealed record LedgerReading(string Sheet, IReadOnlyList<string> Columns, IReadOnlyList<string> Unread, IReadOnlyList<LedgerRowReading> Rows, string? Refusal)
{
    public static LedgerReading Refused(string reason) => new("", [], [], [], reason);

    public int Sound => Rows.Count(row => row.Problems.Count == 0);
}

/// <summary>Understands a bureau's project ledger. What a cell says wrongly stands against its row, in words; nothing is guessed.</summary>
public sealed class LedgerSheet(Installation installation, FactCatalogue catalogue, LifeCycle lifeCycle, RegionTree regions)
{
    public const int MostRows = 5000;

    private const int HeadRows = 15, MostMilestones = 40;

    private static readonly SheetLimits Limits = new() { FileBytes = ImportLedger.LargestFile, Rows = 20_000 };

    // A stage cannot have been reached without the day of what comes before it.
    private static readonly (int From, string Key, string Label)[] Needed =
        [(5, ProjectFacts.StartedOn, "实际开工日期"), (7, ProjectFacts.CompletedOn, "竣工日期"), (8, ProjectFacts.ProductionOn, "投产日期")];

    private readonly LedgerHeadings headings = LedgerHeadings.Read(installation);
    private readonly FactCatalogue catalogue = catalogue;
    private readonly LifeCycle lifeCycle = lifeCycle;
    private readonly RegionTree regions = regions;

    /// <summary>A place written as it is understood: a district with a township of it.</summary>
    private string Example => regions.Counties is [var county, ..] ? county.Name + (regions.Children(county.Code) is [var inner, ..] ? inner.Name : "") : "区县";

    public LedgerReading Read(byte[] content, DateOnly today)
    {
        switch (SheetReader.Read(content, Limits))
        {
            case SheetReading.Refused refused:
                return LedgerReading.Refused(refused.Reason);
            case SheetReading.Read read:
                foreach (var sheet in read.Sheets.Where(sheet => !sheet.IsHidden))
                {
                    if (headings.Find(sheet, HeadRows) is { } head)
                        return Rows(sheet, head.Row, head.Columns, today);
                }

                return LedgerReading.Refused("没有找到表头。表头要有“项目名称”和至少两个别的栏目，例如“项目类别”“所在区县”“总投资（万元）”。");
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private LedgerReading Rows(Sheet sheet, int head, IReadOnlyList<LedgerColumn> columns, DateOnly today)
    {
        if (sheet.Rows.Count - head - 1 > MostRows)
            return LedgerReading.Refused($"表中有 {sheet.Rows.Count - head - 1} 行，一次最多 {MostRows} 行。请分开导入。");
        var name = columns.First(column => column.Field == "name");
        var rows = new List<LedgerRowReading>();
        for (var index = head + 1; index < sheet.Rows.Count; index++)
        {
            var text = sheet[index, name.Index].Text.Trim();
            if (text.Length > 0 && text is not ("合计" or "总计" or "小计"))
                rows.Add(new RowReader(this, sheet, index, columns, today).Read(text));
        }

        foreach (var (row, other) in rows.GroupBy(row => row.Understood?.Code is { Length: > 0 } code ? code : row.Name).Where(group => group.Count() > 1).SelectMany(group => group.Skip(1).Select(row => (row, group.First()))).ToList())
            rows[rows.IndexOf(row)] = row with { Problems = [.. row.Problems, $"与第 {other.Row} 行是同一个项目。"] };
        var unread = Enumerable.Range(0, sheet.Width).Where(column => columns.All(known => known.Index != column)).Select(column => sheet.Shown(head, column).Text.Trim()).Where(text => text.Length > 0);
        return new LedgerReading(sheet.Name, [.. columns.Select(column => column.Heading.ReplaceLineEndings(""))], [.. unread], rows, null);
    }

    private sealed class RowReader(LedgerSheet ledger, Sheet sheet, int row, IReadOnlyList<LedgerColumn> columns, DateOnly today)
    {
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
            if (plan is { } whole && targets.Count == 12 && targets.Values.Sum() != whole)
                problems.Add($"12 个月的计划合计 {Fmt.Wan(targets.Values.Sum())} 万元，与年度计划 {Fmt.Wan(whole)} 万元不等。");
            if (targets.Count is > 0 and < 12 && plan is null)
                problems.Add($"只有 {targets.Count} 个月的计划，也没有年度计划。请填年度计划，或补齐 12 个月。");
            if (targets.Count < 12 && plan < targets.Values.Sum())
                problems.Add($"{targets.Count} 个月的计划合计 {Fmt.Wan(targets.Values.Sum())} 万元，超过年度计划 {Fmt.Wan(plan)} 万元。");
            if (plan is null && targets.Count == 12)
                facts.Add((ProjectFacts.Plan, new Period(year), FeelValue.From(targets.Values.Sum())));
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
            if (ledger.headings.Kind(text) is { } kind) return kind;
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

            if (ledger.regions.Resolve(text) is { Kind: RegionKind.County or RegionKind.Township } region) return region.Code;
            problems.Add($"所在地“{Short(text)}”不认识。请写区县，或区县加镇街，例如“{ledger.Example}”。");
            return null;
        }

        private string? Zone()
        {
            var text = Text("zone");
            if (text.Length == 0) return null;
            if (ledger.regions.Resolve(text, RegionKind.Zone) is { } zone) return zone.Code;
            problems.Add($"功能区“{Short(text)}”不认识。");
            return null;
        }

        private void Fact(LedgerColumn column, int year)
        {
            var definition = ledger.catalogue.Get(column.Fact!);
            var cell = sheet[row, column.Index];
            if (cell.IsEmpty) return;
            if (definition.IsMoney && column.Unit is null && cell.Kind == CellKind.Number)
            {
                problems.Add($"“{column.Heading}”没有写明单位。请在表头写万元或亿元。");
                return;
            }

            var reading = CatalogueCell.Read(cell, definition, column.Unit);
            if (reading.Problem is { } problem) problems.Add($"{definition.Label}：{problem}");
            else if (reading.Value is { } value) facts.Add((definition.Key, definition.IsPerYear ? new Period(year) : Period.State, value));
        }

        private decimal? Amount(string field, string key, int year)
        {
            if (columns.FirstOrDefault(column => column.Field == field) is not { } column || Yuan(column) is not { } yuan) return null;
            facts.Add((key, new Period(year), FeelValue.From(yuan)));
            return yuan;
        }

        private Dictionary<int, decimal> Months(string field)
        {
            var months = new Dictionary<int, decimal>();
            foreach (var column in columns.Where(column => column.Field == field))
            {
                if (Yuan(column) is { } yuan) months[column.Month] = yuan;
            }

            return months;
        }

        /// <summary>What was done month by month must be over and add up to what was done in the year so far; without that sum it is the sum.</summary>
        private Dictionary<int, decimal> DoneByMonth(int year)
        {
            var months = Months(LedgerColumn.MonthDone);
            var said = Amount("done", ProjectFacts.Done, year);
            if (months.Count == 0) return months;
            var (last, sum) = (months.Keys.Max(), months.Values.Sum());
            if (new DateOnly(year, last, 1) > today) problems.Add($"{last} 月还没有到，不能有完成额。");
            else if (months.Count < last) problems.Add($"1 至 {last} 月里只有 {months.Count} 个月的完成额。没有完成的月份请填 0。");
            else if (said is { } whole && whole != sum) problems.Add($"各月完成额合计 {Fmt.Wan(sum)} 万元，与本年完成投资 {Fmt.Wan(whole)} 万元不等。");
            else if (said is null) facts.Add((ProjectFacts.Done, new Period(year), FeelValue.From(sum)));
            return months;
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

        private decimal? Yuan(LedgerColumn column)
        {
            var cell = sheet[row, column.Index];
            if (cell.Kind == CellKind.Number && column.Unit is null)
            {
                problems.Add($"“{column.Heading}”没有写明单位。请在表头写万元或亿元。");
                return null;
            }

            var reading = NumberCell.Read(cell, "元", column.Unit);
            if (reading.Problem is { } problem) problems.Add($"{column.Heading}：{problem}");
            else if (reading.Value is < 0 or > 1e13m) problems.Add($"{column.Heading}：应在 0 到 10 万亿元之间。");
            return reading.Problem is null ? reading.Value : null;
        }

        private void Stage()
        {
            var text = ledger.headings.Stage(Text("stage"));
            if (text.Length == 0)
            {
                problems.Add("没有写项目状态。");
                return;
            }

            if (ledger.lifeCycle.Find(text) is not { } stage)
            {
                problems.Add($"项目状态“{Short(text)}”不认识，应是：{string.Join('、', ledger.lifeCycle.Stages.Select(known => known.Code))}。");
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
                if (day.Value.AsDate().TryToDateOnly(out var on) && on > today) problems.Add($"{ledger.catalogue.Get(day.Key).Label} {Fmt.Date(on)} 还没有到。");
            }
        }

        private static string Short(string text) => text.Length > 20 ? text[..20] + "…" : text;
    }
}
