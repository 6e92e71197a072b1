using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Engines.Planning.Targets;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Lists;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Made-up key projects of the demo city's enterprises, in every stage, with the filings that led them there and a report every ten days; their
/// lists are replayed month by month, so that they have a past. Everything follows from the index.
/// </summary>
internal static class DemoProjects
{
    // A full demo city has 120 projects; a small one of the tests a dozen.
    private const int Most = 120, Fewest = 12, EnterprisesEach = 25;

    private static readonly string[] Works = ["二期扩建项目", "智能化改造项目", "产业园项目", "绿色工厂项目", "研发及中试基地项目", "年产能提升项目", "数字化车间项目", "新材料项目"];

    private static readonly (ProjectKind Kind, int Share)[] Kinds =
        [(ProjectKind.Provincial, 14), (ProjectKind.City, 40), (ProjectKind.Renovation, 36), (ProjectKind.Foreign, 12), (ProjectKind.Breakthrough, 8), (ProjectKind.Task, 10)];

    // How the stages are spread over a hundred projects.
    private static readonly (string Stage, int Share)[] Stages =
        [("谋划", 3), ("在谈", 8), ("签约", 8), ("落地", 10), ("开工", 12), ("在建", 38), ("竣工", 6), ("投产", 10), ("达产", 3), ("达效", 1), ("终止", 1)];

    // Seasons: little is built in the cold months.
    private static readonly int[] Months = [4, 4, 8, 9, 10, 10, 9, 9, 11, 11, 9, 6];

    private static readonly BulkColumn[] ReportColumns =
    [
        new("id", BulkType.Long), new("project", BulkType.Long), new("year", BulkType.Integer), new("ten_day", BulkType.Integer), new("done_fen", BulkType.Long),
        new("progress", BulkType.Integer), new("note", BulkType.Text), new("flags", BulkType.Text), new("form_key", BulkType.Text), new("reporter", BulkType.Text),
        new("reported_on", BulkType.Date), new("at", BulkType.Long), new("power_kwh", BulkType.Long), new("invoiced_fen", BulkType.Long),
    ];

    private static readonly string[] Notes = ["主体结构按计划施工。", "设备基础完成，设备陆续到货。", "厂房钢结构吊装。", "管网与道路施工。", "设备安装调试。", "雨天影响，正在组织赶工。"];

    // How much of its plan a project fulfils, in percent: most keep it, some lag, a few lag far behind.
    private static readonly int[] Paces = [101, 97, 103, 88, 99, 112, 95, 62, 100, 104, 79, 98, 93, 107, 100, 52];

    public static async Task LoadAsync(IServiceProvider provider, IReadOnlyDictionary<Role, Scope> scopes, int? wanted, DateOnly today, CancellationToken cancellation)
    {
        var owners = await OwnersAsync(provider.GetRequiredService<FunengDb>(), scopes, cancellation);
        if (owners.Count == 0)
            return;
        var count = wanted ?? Math.Clamp(await provider.GetRequiredService<FunengDb>().Set<Organization>().CountAsync(cancellation) / EnterprisesEach, Fewest, Most);
        var rows = Enumerable.Range(0, count).Select(index => new Made(index, owners[index % owners.Count], today)).ToList();
        IReadOnlyDictionary<string, long> ids;
        await using (var batch = await provider.GetRequiredService<FactStore>().BeginBatchAsync(new NewBatch("演示项目", "authority") { Reporter = "演示城市生成器" }, cancellation))
        {
            ids = await provider.GetRequiredService<LedgerWriter>().WriteAsync(batch, [.. rows.Select(row => row.Ledger())], cancellation);
            foreach (var row in rows)
            {
                foreach (var filing in row.History(ids[row.Code]))
                    await batch.WriteAsync(filing, cancellation);
            }

            await batch.PublishAsync(cancellation, At(new DateOnly(today.Year - 6, 1, 1)));
        }

        await DemoDuties.LoadAsync(provider, [.. ids.Values], today, cancellation);
        await KeepReportsAsync(provider, rows, ids, cancellation);
        await ReplayAsync(provider, [.. ids.Values], today, cancellation);
    }

    /// <summary>The reports behind the filings, as their pages show them.</summary>
    private static async Task KeepReportsAsync(IServiceProvider provider, IReadOnlyList<Made> rows, IReadOnlyDictionary<string, long> ids, CancellationToken cancellation)
    {
        var (source, odd) = (provider.GetRequiredService<IdSource>(), provider.GetRequiredService<OddReports>());
        await using var connection = await provider.GetRequiredService<FunengDatabase>().OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var writer = await BulkWriter.BeginAsync(connection, transaction, "project_report", ReportColumns, cancellation))
        {
            foreach (var row in rows)
            {
                var earlier = new List<ProjectReport>();
                foreach (var report in row.TenDayReports())
                {
                    var (power, invoiced) = row.Metered(report.Period, report.Done, earlier);
                    var made = new ProjectReport
                    {
                        Id = source.Next(), Project = ids[row.Code], Year = report.Period.Year, TenDay = report.Period.Number, DoneFen = (long)(report.Done * 100), Progress = (int)(report.Progress * 100), Note = report.Note,
                        PowerKwh = power, InvoicedFen = invoiced, Flags = "", FormKey = "", Reporter = row.Reporter, ReportedOn = report.On, At = At(report.On),
                    };
                    // What anybody would be told of such figures; how evenly a made-up project builds is no finding.
                    made.Flags = power is null ? "" : string.Join('\n', odd.Flags(made, null, earlier).Where(flag => flag.Contains("用电", StringComparison.Ordinal) || flag.Contains("发票", StringComparison.Ordinal)));
                    earlier.Add(made);
                    writer.Write(made.Id, made.Project, made.Year, made.TenDay, made.DoneFen, made.Progress, made.Note, made.Flags, made.Id.ToString(CultureInfo.InvariantCulture),
                        made.Reporter, made.ReportedOn, InstantConverter.ToStored(made.At), made.PowerKwh, made.InvoicedFen);
                }
            }

            await writer.CompleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The publishing filled the lists as of today; they are drawn up again from the beginning of the year.</summary>
    private static async Task ReplayAsync(IServiceProvider provider, IReadOnlyCollection<long> projects, DateOnly today, CancellationToken cancellation)
    {
        await using (var connection = await provider.GetRequiredService<FunengDatabase>().OpenAsync(cancellation))
        {
            await using var command = connection.CreateCommand();
            var made = string.Join(',', projects.Select(id => id.ToString(CultureInfo.InvariantCulture)));
            command.CommandText = $"delete from list_membership where subject in ({made}); delete from list_pending where subject in ({made})";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var refresh = provider.GetRequiredService<RefreshLists>();
        for (var day = new DateOnly(today.Year, 1, 22); day < today; day = day.AddMonths(1))
            await refresh.ReplayAsync(projects, day, At(day), cancellation);
        await refresh.RunAsync(projects, cancellation);
    }

    private static async Task<IReadOnlyList<Organization>> OwnersAsync(FunengDb db, IReadOnlyDictionary<Role, Scope> scopes, CancellationToken cancellation)
    {
        var made = db.Set<Organization>().AsNoTracking().Where(row => row.IsSynthetic && row.Kind == OrganizationKind.Enterprise && row.Region != null);
        var large = await made.OrderByDescending(row => row.RevenueFen).ThenBy(row => row.Code).Take(Most * 3).ToListAsync(cancellation);
        // Every demo account has something to see: the clerk's township and the enterprise's own project.
        var township = scopes.TryGetValue(Role.TownshipClerk, out var clerk) && clerk.Regions is [var region] ? region : "";
        var near = await made.Where(row => row.Region == township).OrderByDescending(row => row.RevenueFen).ThenBy(row => row.Code).Take(6).ToListAsync(cancellation);
        var own = scopes.TryGetValue(Role.Enterprise, out var enterprise) && enterprise.Organization is { } id ? await db.Set<Organization>().AsNoTracking().Where(row => row.Id == id).ToListAsync(cancellation) : [];
        // Factories build; traders seldom do.
        return [.. own.Concat(near.Concat(large).Where(row => row.Industry is ['1' or '2' or '3', ..])).DistinctBy(row => row.Id).Take(Most)];
    }

    /// <summary>When the end of last year was checked: always in this year, for a figure of before cannot know how that one ended.</summary>
    internal static DateTimeOffset CheckedAt(DateOnly today) => today.AddDays(-30) is var usual && usual.Year == today.Year ? At(usual) : new(new DateOnly(today.Year, 1, 1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));

    private static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(new TimeOnly(18, 0)), TimeSpan.FromHours(8));

    private static T Pick<T>(IReadOnlyList<(T Value, int Share)> shares, int of)
    {
        var rest = of % shares.Sum(share => share.Share);
        foreach (var (value, share) in shares)
        {
            if (rest < share) return value;
            rest -= share;
        }

        throw new InvalidOperationException("The shares cover every index.");
    }

    /// <summary>One made-up project and its history.</summary>
    private sealed class Made(int index, Organization owner, DateOnly today)
    {
        private readonly ProjectKind kind = Pick(Kinds, index * 37);
        private readonly string stage = index == 0 ? "在建" : Pick(Stages, index * 61);

        public string Code { get; } = string.Create(CultureInfo.InvariantCulture, $"YS-{index + 1:0000}");

        private int Order => Array.FindIndex(Stages, share => share.Stage == stage);

        private decimal Total => (3 + index * 7 % 46) * (kind is ProjectKind.Renovation or ProjectKind.Breakthrough ? 10_000_000m : 40_000_000m);

        private decimal Plan => Whole(Total * (25 + index * 13 % 40) / 100, 10_000);

        private int Pace => Paces[index * 5 % Paces.Length];

        private bool IsBuilding => stage is "开工" or "在建";

        /// <summary>When it began to be built, or is to.</summary>
        private DateOnly Start => stage switch
        {
            "开工" => today.AddDays(-15 - index * 3 % 60),
            "在建" => today.AddDays(-130 - index * 11 % 420),
            "竣工" => today.AddDays(-400 - index % 90),
            // Over some years, so that plans were finished before others began.
            "投产" or "达产" or "达效" => today.AddDays(-600 - index * 37 % 1100),
            // Some of those not yet begun are late, one of them by months.
            _ => today.AddDays((index % 8) switch { 0 => -20 - index % 30, 3 => -95 - index % 20, _ => 30 + index % 200 }),
        };

        private DateOnly Completion => stage is "投产" or "达产" or "达效" ? Start.AddDays(360) : stage == "竣工" ? today.AddDays(-20 - index % 40) : Start.AddDays(420 + index * 7 % 240);

        private DateOnly Production => stage is "投产" or "达产" or "达效" ? Start.AddDays(480 + index % 60) : Completion.AddDays(90);

        public LedgerRow Ledger()
        {
            var name = owner.Name.Replace("有限责任公司", "", StringComparison.Ordinal).Replace("股份有限公司", "", StringComparison.Ordinal).Replace("有限公司", "", StringComparison.Ordinal);
            return new LedgerRow(Code, $"{name}{Works[(index * 3 + index / Works.Length) % Works.Length]}", kind, Start.Year >= today.Year ? ProjectNature.New : ProjectNature.Continued, today.Year)
            {
                Region = owner.Region, Zone = owner.Zone, Industry = owner.Industry, Owner = owner.Id, OwnerName = owner.Name, IsSynthetic = true,
                Summary = $"建设生产及配套设施，购置主要设备 {20 + index * 7 % 180} 台（套）。演示数据。",
                Targets = Order is >= 4 and <= 6 && index != 57 ? Targets() : new Dictionary<int, decimal>(),
                Facts =
                [
                    (ProjectFacts.Investment, Period.State, FeelValue.From(Total)),
                    .. Order is >= 4 and <= 6 ? [(ProjectFacts.Plan, new Period(today.Year), FeelValue.From(Plan))] : Array.Empty<(string, Period, FeelValue)>(),
                    (ProjectFacts.PlannedStartOn, Period.State, FeelValue.From(stage is "在建" or "开工" ? Start.AddDays(-(index * 3) % 25) : Start)),
                    (ProjectFacts.PlannedCompletionOn, Period.State, FeelValue.From(Completion)),
                    (ProjectFacts.PlannedProductionOn, Period.State, FeelValue.From(Order is >= 7 and <= 9 ? Production.AddDays(45 - index * 29 % 70) : Production)),
                    ("designOutput", Period.State, FeelValue.From(Total * 3)),
                    ("agreedTax", Period.State, FeelValue.From(Total / 10)),
                ],
                Place = "演示台账", LearnedAt = At(new DateOnly(today.Year - 6, 1, 2)),
            };
        }

        /// <summary>The ways it went, one filing each, then a report every ten days.</summary>
        public IEnumerable<NewFiling> History(long subject)
        {
            foreach (var (entered, on, evidence) in Ways().Where(way => way.On <= today))
            {
                yield return new NewFiling(subject, Period.State, "authority",
                    [new(ProjectFacts.Stage, FeelValue.From(entered)), new(ProjectFacts.StageOn, FeelValue.From(on)), .. evidence]) { Place = $"进入{entered}（演示）", LearnedAt = At(on) };
            }

            foreach (var report in Reports(subject)) yield return report;
            if (stage is "投产" or "达产" or "达效")
            {
                var reached = stage == "投产" && index % 3 != 0 ? 70 : 104;
                yield return new NewFiling(subject, Period.State, "enterprise",
                    [new("trailingOutput", FeelValue.From(Total * 3 * reached / 100)), new("trailingTax", FeelValue.From(Total / 10 * reached / 100)), new(ProjectFacts.Progress, FeelValue.From(100m))])
                    { Place = "年度核验（演示）", LearnedAt = CheckedAt(today) };
            }
        }

        private IEnumerable<(string Stage, DateOnly On, FiledValue[] Evidence)> Ways()
        {
            FiledValue Yes(string key) => new(key, FeelValue.True);
            FiledValue Day(string key, DateOnly on) => new(key, FeelValue.From(on));
            // Those that wait wait for some weeks or for months.
            var waiting = today.AddDays(-(index % 3 == 0 ? 100 + index % 60 : 12 + index % 50));
            var talks = Order <= 1 ? waiting : Start.AddDays(-260);
            var signed = Order == 2 ? waiting : Start.AddDays(-150);
            var landed = Order == 3 ? waiting : Start.AddDays(-70);
            yield return ("谋划", talks.AddDays(-60), []);
            if (stage == "终止") { yield return ("终止", today.AddDays(-50), []); yield break; }
            if (Order >= 1) yield return ("在谈", talks, [Day("negotiationOn", talks)]);
            if (Order >= 2) yield return ("签约", Max(signed, talks.AddDays(1)), [Day("signedOn", signed), Yes("hasAgreement")]);
            if (Order >= 3) yield return ("落地", Max(landed, signed.AddDays(1)), [Day("landedOn", landed), Yes("hasProjectCompany"), Yes("isProjectFiled"), Yes("siteSecured")]);
            if (Order >= 4) yield return ("开工", Start, [Day(ProjectFacts.StartedOn, Start), Yes("hasConstructionPermit"), Yes("permanentWorksBegun")]);
            if (Order >= 5) yield return ("在建", Start.AddDays(60), []);
            if (Order >= 6) yield return ("竣工", Completion, [Day(ProjectFacts.CompletedOn, Completion), Yes("acceptancePassed")]);
            if (Order >= 7) yield return ("投产", Production, [Day(ProjectFacts.ProductionOn, Production), Yes("firstOutputProved")]);
            if (Order >= 8) yield return (stage == "达效" ? "达产" : stage, today.AddDays(-60), []);
            if (stage == "达效") yield return (stage, today.AddDays(-20), [Yes("performanceVerified")]);
        }

        public string Reporter => owner.Name;

        private IEnumerable<NewFiling> Reports(long subject) => TenDayReports().Select(report => new NewFiling(subject, new Period(report.Period.Year), "enterprise",
            [new(ProjectFacts.Done, FeelValue.From(report.Done)), new(ProjectFacts.Progress, FeelValue.From(report.Progress)), new(ProjectFacts.ReportedOn, FeelValue.From(report.On))])
            { Place = $"{report.Period}报告（演示）", LearnedAt = At(report.On), Reporter = owner.Name });

        /// <summary>
        /// What the meter and the invoices say beside a report, in every third project; in a few of them the latest figures do not go with what is said to be built. Made up, as everything here.
        /// </summary>
        public (long? Power, long? InvoicedFen) Metered(TargetPeriod period, decimal done, IReadOnlyList<ProjectReport> earlier)
        {
            if (index % 3 != 0) return (null, null);
            var isOdd = period == TenDays.Of(today).Previous();
            var power = (long)(done / 10_000 * (20 + (index % 7))) + (period.Number * 400L);
            if (isOdd && index % 36 == 6 && earlier.Count > 0) power = earlier[^1].PowerKwh ?? power;
            return (power, (long)(done * (index % 72 == 24 ? 12 : 64 + (index % 20))));
        }

        public IEnumerable<(TargetPeriod Period, DateOnly On, decimal Done, decimal Progress, string Note)> TenDayReports()
        {
            var until = stage == "竣工" ? Completion : today;
            if (!IsBuilding && stage != "竣工") yield break;
            // A few have fallen silent.
            if (IsBuilding && index % 14 == 9) until = today.AddDays(-34);
            var targets = Targets();
            var before = 0m;
            for (var ten = TenDays.Of(new DateOnly(today.Year, 1, 1)); ten.Last < until; ten = ten.Next())
            {
                var (month, part) = ((ten.Number - 1) / 3 + 1, (ten.Number - 1) % 3 + 1);
                var on = ten.Last.AddDays(1 + (index + month) % 2);
                if (ten.Last < Start || on > today) continue;
                var due = targets.Where(target => target.Key < month).Sum(target => target.Value) + targets[month] * part / 3;
                // It wavers, but what is done stays done.
                var done = before = Math.Max(before, Whole(due * Pace / 100 * (97 + (index + part + month) % 6) / 100, 10_000));
                var progress = Math.Clamp((ten.Last.DayNumber - Start.DayNumber) * 100m * Pace / 100 / Math.Max(1, Completion.DayNumber - Start.DayNumber), 1, 99);
                yield return (ten, on, done, decimal.Round(progress, 1), Notes[(index + ten.Number) % Notes.Length]);
            }
        }

        private Dictionary<int, decimal> Targets()
        {
            var from = stage == "开工" && Start.Year == today.Year ? Start.Month : 1;
            var weight = Months.Skip(from - 1).Sum();
            var targets = Enumerable.Range(from, 13 - from).ToDictionary(month => month, month => decimal.Round(Plan * Months[month - 1] / weight, 0));
            targets[12] += Plan - targets.Values.Sum();
            for (var month = 1; month < from; month++) targets[month] = 0;
            return targets;
        }

        private static decimal Whole(decimal yuan, decimal unit) => decimal.Round(yuan / unit) * unit;

        private static DateOnly Max(DateOnly one, DateOnly other) => one > other ? one : other;
    }
}
