using System.Text;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Funeng.Modules.Tasks.Absences;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>Service officers: who looks after what, when they call, what they note, and that nothing is lost while one is away or gone.</summary>
public sealed class OfficersTests
{
    private static readonly byte[] Photo = ReportProgressTests.SmallPhoto(1), Voice = [0, 0, 0, 0x1C, 0x66, 0x74, 0x79, 0x70, 0x4D, 0x34, 0x41, 0x20, 9];

    [Theory, OnBothDatabases]
    public async Task A_visit_with_photo_and_voice_is_kept_once_and_its_problem_goes_to_the_projects_list(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await StartAsync(city, 2);
        var typed = new TypedVisit("project", "P-1", "2026-03-02", "", "缺一条进场道路", "form-1") { Files = [new("照.jpg", Photo), new("说.m4a", Voice)] };

        long visit;
        await using (var clerk = city.AsClerk(bureau))
        {
            visit = (await clerk.Get<LogVisit>().RunAsync(typed, Cancellation)).Visit!.Value;
            Assert.Equal(visit, (await clerk.Get<LogVisit>().RunAsync(typed, Cancellation)).Visit);
            var view = (await clerk.Get<ReadVisits>().FindAsync(visit, Cancellation))!;
            Assert.Equal([VisitFileKind.Photo, VisitFileKind.Voice], view.Files.Select(file => file.Kind));
            Assert.NotNull(await clerk.Get<ReadVisits>().FileAsync(visit, view.Files[1].Id, Cancellation));
            Assert.Equal(2, Directory.GetFiles(Path.Combine(city.DataFolder, VisitFiles.Folder)).Length);
            Assert.Equal(Today, (await clerk.Get<Portfolios>().MineAsync(Cancellation)).Single(one => one.Key == "P-1").Last);
        }

        await using var after = city.As();
        Assert.Equal("缺一条进场道路", Assert.Single(await after.Get<FunengDb>().Set<ProjectProblem>().ToListAsync(Cancellation)).Title);
        await using var stranger = city.AsHead(await city.MakeBodyAsync("科技局"));
        Assert.Null(await stranger.Get<ReadVisits>().FindAsync(visit, Cancellation));
        Assert.Equal((null, null), await stranger.Get<LogVisit>().RunAsync(typed with { FormKey = "2" }, Cancellation));
    }

    [Fact]
    public async Task What_is_neither_photo_nor_voice_or_is_too_large_is_refused_beside_its_field_and_nothing_is_kept()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var bureau = await StartAsync(city, 1);
        await using var clerk = city.AsClerk(bureau);
        async Task<string> FieldAsync(TypedVisit typed) => Assert.Single((await clerk.Get<LogVisit>().RunAsync(typed, Cancellation)).Problems!).Field;
        var typed = new TypedVisit("project", "P-1", "2026-03-02", "到现场查看", "", "f");

        Assert.Equal("Files", await FieldAsync(typed with { Files = [new("a.exe", "MZ12345678"u8.ToArray())] }));
        Assert.Equal("Files", await FieldAsync(typed with { Files = [new("大.jpg", [.. Photo, .. new byte[VisitFiles.LargestPhoto]])] }));
        Assert.Equal("Files", await FieldAsync(typed with { Files = [.. Enumerable.Repeat(new SentFile("照.jpg", Photo), VisitFiles.MostFiles + 1)] }));
        Assert.Equal("Files", await FieldAsync(typed with { Files = [new("电影.mp4", [0, 0, 0, 0x1C, 0x66, 0x74, 0x79, 0x70, 0x69, 0x73, 0x6F, 0x6D])] }));
        Assert.Equal("On", await FieldAsync(typed with { On = "2026-03-03" }));
        Assert.Equal("Note", await FieldAsync(typed with { Note = " " }));
        Assert.False(Directory.Exists(Path.Combine(city.DataFolder, VisitFiles.Folder)));
    }

    [Theory, OnBothDatabases]
    public async Task While_an_officer_is_away_the_stand_in_has_everything_and_afterwards_nothing_is_missing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = await StartAsync(city, 3);
        long visit;
        await using (var clerk = city.AsClerk(bureau)) Assert.Empty(await clerk.Get<KeepAbsences>().AddAsync($"Person:{bureau.Head}", "2026-03-02", "2026-03-04", "出差", Cancellation));

        await using (var head = city.AsHead(bureau))
        {
            var served = await head.Get<Portfolios>().MineAsync(Cancellation);
            Assert.Equal(["P-1", "P-2", "P-3"], served.Select(one => one.Key).Order(StringComparer.Ordinal));
            Assert.All(served, one => Assert.Equal("工信局局长", one.StandIn));
            visit = (await head.Get<LogVisit>().RunAsync(new TypedVisit("project", "P-1", "2026-03-02", "代为走访", "", "k"), Cancellation)).Visit!.Value;
        }

        city.Time.Advance(TimeSpan.FromDays(3));
        await using (var head = city.AsHead(bureau)) Assert.Empty(await head.Get<Portfolios>().MineAsync(Cancellation));
        await using var back = city.AsClerk(bureau);
        Assert.Equal(Today, (await back.Get<Portfolios>().MineAsync(Cancellation)).Single(one => one.Key == "P-1").Last);
        Assert.Equal("代为走访", (await back.Get<ReadVisits>().FindAsync(visit, Cancellation))!.Visit.Note);
        Assert.Single(await back.Get<ReadVisits>().OfAsync(null, null, 20, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_given_up_needs_nobody_and_a_problem_of_an_enterprise_is_led_by_the_visitors_own_office(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await StartAsync(city, 2), await city.MakeBodyAsync("科技局"));
        await city.MakeBodyAsync("某公司", OrganizationKind.Enterprise);
        await using var unit = city.As();
        var code = await unit.Get<FunengDb>().Set<Organization>().Where(body => body.Name == "某公司").Select(body => body.Code).SingleAsync(Cancellation);
        Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync(code, $"Person:{bureau.Clerk}", "分工", Cancellation));
        await city.ExecuteAsync("update project set stage = '终止' where code = 'P-2'");
        await using (var absent = city.AsClerk(other)) Assert.Empty(await absent.Get<KeepAbsences>().AddAsync($"Person:{bureau.Clerk}", "2026-03-02", "2026-03-04", "出差", Cancellation));

        await using (var clerk = city.AsClerk(bureau))
        {
            Assert.Equal(["P-1", code], (await clerk.Get<Portfolios>().MineAsync(Cancellation)).Select(one => one.Key).Order(StringComparer.Ordinal));
            Assert.NotNull((await clerk.Get<LogVisit>().RunAsync(new TypedVisit("enterprise", code, "2026-03-02", "", "招不到焊工", "k") { Files = [new("照.jpg", Photo)] }, Cancellation)).Visit);
        }

        Assert.Equal(bureau.Id, (await unit.Get<FunengDb>().Set<TaskItem>().SingleAsync(Cancellation)).LeadBody);
        Assert.Equal("Code", Assert.Single(await unit.Get<AssignOfficers>().AssignAsync("P-2", $"Person:{bureau.Head}", "分工", Cancellation)).Field);
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_is_shared_out_to_whoever_left_and_a_load_counts_what_the_sharer_does_not_see(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await StartAsync(city, 6), await city.MakeBodyAsync("科技局"));
        await city.ExecuteAsync("update project set region = '370304001' where code in ('P-1', 'P-2', 'P-3')");
        await using (var unit = city.As())
        {
            foreach (var (code, person) in new[] { ("P-3", bureau.Head), ("P-4", bureau.Head), ("P-5", other.Head), ("P-6", other.Clerk) })
                Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync(code, $"Person:{person}", "分工", Cancellation));
            await unit.Get<FunengDb>().Set<Duty>().Where(duty => duty.SourceKey == "P-6").ExecuteDeleteAsync(Cancellation);
            Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync("P-5", $"Person:{other.Clerk}", "分工", Cancellation));
            Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync("P-6", $"Person:{other.Head}", "分工", Cancellation));
            await city.ExecuteAsync($"update tenure set to_on = '2026-03-01' where person = {other.Clerk}");
        }

        await using (var district = city.As(Role.BureauOfficer, Scope.OfRegions("370303")))
        {
            var loads = await district.Get<Portfolios>().LoadsAsync(await district.Get<Portfolios>().AllAsync(Cancellation), Cancellation);
            Assert.Equal([(bureau.Head, 1, 4, true), (other.Head, 1, 2, true), (other.Clerk, 1, 2, false)],
                loads.OrderByDescending(load => load.Weight).ThenByDescending(load => load.IsInOffice).Select(load => (load.Person, load.Projects, load.Weight, load.IsInOffice)));
            Assert.Equal(1, (await district.Get<AssignOfficers>().ShareOutAsync(other.Clerk, "调离", Cancellation)).Shared);
        }

        await using var after = city.As();
        Assert.Equal(other.Head, (await after.Get<Portfolios>().AllAsync(Cancellation)).Single(one => one.Key == "P-5").Officer);
    }

    [Fact]
    public void A_recording_in_any_container_is_let_in_and_a_film_in_none()
    {
        static byte[] Mp4(string brand, string handler) => [0, 0, 0, 0x1C, .. "ftyp"u8, .. Encoding.ASCII.GetBytes(brand), 0, 0, 0, 0, .. "hdlr"u8, .. new byte[8], .. Encoding.ASCII.GetBytes(handler), 0, 0];
        static byte[] WebM(string codec) => [0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3, 0x86, (byte)(0x80 | codec.Length), .. Encoding.ASCII.GetBytes(codec), 0x1F, 0x43, 0xB6, 0x75, 0x86, 0x85, .. "V_VP8"u8];

        Assert.All(new[] { Mp4("M4A ", "soun"), Mp4("mp42", "soun"), WebM("A_OPUS"), [.. "OggS"u8, .. new byte[24], .. "OpusHead"u8] }, content => Assert.Equal(VisitFileKind.Voice, VisitFiles.Recognise(content)!.Value.Kind));
        Assert.All(new[] { Mp4("M4A ", "vide"), Mp4("isom", "vide"), Mp4("mp42", "text"), WebM("V_VP9"), [.. "OggS"u8, .. new byte[25], .. "theora"u8] }, content => Assert.Null(VisitFiles.Recognise(content)));
    }

    [Theory, OnBothDatabases]
    public async Task When_an_officer_leaves_what_he_had_is_shared_out_fairly_and_nothing_else_moves(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (bureau, other) = (await StartAsync(city, 9), await city.MakeBodyAsync("科技局"));
        await using (var unit = city.As())
        {
            foreach (var (code, person) in new[] { ("P-1", bureau.Head), ("P-2", other.Head), ("P-3", other.Head) })
                Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync(code, $"Person:{person}", "分工", Cancellation));
            Assert.Equal("Reason", Assert.Single((await unit.Get<AssignOfficers>().ShareOutAsync(bureau.Clerk, "", Cancellation)).Problems).Field);
            Assert.Equal(6, (await unit.Get<AssignOfficers>().ShareOutAsync(bureau.Clerk, "调离", Cancellation)).Shared);
        }

        await using var after = city.As();
        var served = await after.Get<Portfolios>().AllAsync(Cancellation);
        Assert.Equal(9, served.Count);
        Assert.Equal([4, 5], served.GroupBy(one => one.Officer).Select(group => group.Count()).Order());
        Assert.Equal((bureau.Head, other.Head, other.Head), (Officer("P-1"), Officer("P-2"), Officer("P-3")));
        await using var zone = city.As(Role.ZoneOfficer, Scope.OfZones("370300-GX"));
        Assert.Empty(await zone.Get<Portfolios>().AllAsync(Cancellation));

        long Officer(string code) => served.Single(one => one.Key == code).Officer!.Value;
    }

    [Fact]
    public void Visits_are_spread_over_working_days_and_what_has_waited_longest_goes_first()
    {
        // Friday the sixth; the eighth, a Sunday, is worked, the ninth is not.
        var calendar = WorkCalendar.Of([new(new DateOnly(2026, 3, 8), true), new(new DateOnly(2026, 3, 9), false)], [2026], WorkHours.Usual);
        var friday = new DateOnly(2026, 3, 6);
        PlannedSubject Subject(int number, int dueIn) => new("project", $"{number:00}", 30, friday.AddDays(dueIn - 30), friday);

        var plan = VisitPlan.Of([Subject(1, -4), Subject(2, -1), Subject(3, 0), Subject(4, 3), Subject(5, 3), Subject(6, 5), Subject(7, 40)], friday, 6, 2, calendar);

        Assert.Equal(["01", "02", "03", "04", "05", "06"], plan.Select(visit => visit.Subject.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(plan, visit => visit.On == new DateOnly(2026, 3, 7) || visit.On == new DateOnly(2026, 3, 9));
        Assert.All(plan.GroupBy(visit => visit.On), day => Assert.InRange(day.Count(), 1, 2));
        Assert.Equal(["01", "02", "03", "05"], plan.Where(visit => visit.IsLate).Select(visit => visit.Subject.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shares_differ_by_no_more_than_the_heaviest_thing_when_all_began_with_nothing()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var items = Enumerable.Range(0, 5 + seed).Select(index => new ShareItem("project", $"{index}", 1 + (index * seed) % 3, index % 2 == 0 ? "370303001" : "370304001")).ToList();
            var shares = FairShare.Of(items, Enumerable.Range(1, 1 + seed % 6).ToDictionary(officer => (long)officer, _ => 0), new Dictionary<long, IReadOnlySet<string>>());
            var loads = Enumerable.Range(1, 1 + seed % 6).Select(officer => shares.Where(share => share.Officer == officer).Sum(share => share.Item.Weight)).ToList();

            Assert.Equal(items.Count, shares.Count);
            Assert.InRange(loads.Max() - loads.Min(), 0, items.Max(item => item.Weight));
        }
    }

    private static async Task<MadeBody> StartAsync(TestInstallation city, int projects)
    {
        await city.AddProjectsAsync([.. Enumerable.Range(1, projects).Select(index => Row($"P-{index}", "落地", Today.AddDays(-40)))]);
        var bureau = await city.MakeBodyAsync("工信局");
        await using var unit = city.As();
        foreach (var index in Enumerable.Range(1, projects)) Assert.Empty(await unit.Get<AssignOfficers>().AssignAsync($"P-{index}", $"Person:{bureau.Clerk}", "分工", Cancellation));
        return bureau;
    }
}
