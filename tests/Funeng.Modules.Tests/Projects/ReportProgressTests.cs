using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Projects;
using Funeng.Modules.Projects.Clinic;
using Funeng.Modules.Projects.Import;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Place;
using Funeng.Modules.Projects.Report;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Projects.ProjectsInTests;

namespace Funeng.Modules.Tests.Projects;

/// <summary>A ten-day report becomes facts; what looks odd is said and refuses nothing; the same form twice is one report.</summary>
public sealed class ReportProgressTests
{
    private static readonly byte[] Photo = SmallPhoto(2);

    /// <summary>As little as a JPEG can be, each with a picture of its own.</summary>
    internal static byte[] SmallPhoto(byte mark) => [0xFF, 0xD8, 0xFF, 0xDB, 0, 4, 1, mark, 0xFF, 0xDA, 0, 2, 9, mark, 0xFF, 0xD9];

    [Theory, OnBothDatabases]
    public async Task A_report_counts_at_once_and_its_form_sent_again_is_not_a_second_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));

        Assert.IsType<ReportResult.Reported>(await ReportAsync(city, Typed("1200", "12.5") with { Photo = Photo, Problem = "缺电" }));
        Assert.IsType<ReportResult.Reported>(await ReportAsync(city, Typed("1200", "12.5") with { Photo = Photo, Problem = "缺电" }));

        var project = Assert.Single(await city.PortfolioAsync()).Project;
        Assert.Equal((12_000_000m, 1250, Today), (project.Done!.Value, project.Progress!.Value, project.ReportedOn!.Value));
        Assert.Equal(1L, Convert.ToInt64(await city.ScalarAsync("select count(*) from project_report"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(1L, Convert.ToInt64(await city.ScalarAsync("select count(*) from project_problem"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, OnBothDatabases]
    public async Task Jumps_falls_copied_words_and_photos_are_flagged(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"), Building("B"));
        await ReportAsync(city, Typed("1000", "10") with { Note = "主体结构施工到三层。", Photo = Photo });
        city.Time.Advance(TimeSpan.FromDays(10));

        var jump = await FlagsAsync(city, Typed("6000", "9", "2026-7") with { Note = "主体结构施工到三层。", FormKey = "2" });
        Assert.Equal(["一旬完成全年计划的 50.0%", "形象进度比上次低", "文字与2026年2月下旬的报告一字不差"], jump);
        var less = await FlagsAsync(city, Typed("900", "20", "2026-8") with { FormKey = "3" });
        Assert.Equal(["累计完成比上次少 5,100 万元"], less);
        var copied = await FlagsAsync(city, Typed("10", "1", "2026-7") with { Code = "B", Photo = Photo });
        Assert.Equal(["照片与另一个项目 2026年2月下旬的完全相同"], copied);
    }

    [Theory, OnBothDatabases]
    public async Task A_photo_taken_in_other_days_or_far_from_the_one_before_is_flagged_and_one_that_says_nothing_is_not(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));

        Assert.Empty(await FlagsAsync(city, Typed("1000", "10") with { Photo = Taken("2026:02:27 10:00:00", 36, 48) }));
        Assert.Equal(["照片摄于 2025-11-03，不在2026年3月上旬"], await FlagsAsync(city, Typed("1100", "11", "2026-7") with { FormKey = "2", Photo = Taken("2025:11:03 10:00:00", 36, 48) }));
        // The clock stands on 2 March; a tenth of a degree of latitude is eleven kilometres.
        Assert.Equal(["照片的拍摄地点离项目第一张照片 11.1 公里，项目位置还没有确认"], await FlagsAsync(city, Typed("1200", "12", "2026-7") with { FormKey = "3", Photo = Taken("2026:03:02 08:00:00", 36, 54) }));
        Assert.Empty(await FlagsAsync(city, Typed("1300", "13", "2026-7") with { FormKey = "4", Photo = SmallPhoto(9) }));
        // The picture of February with another day written into it is still that of February.
        Assert.Equal(
            ["照片与本项目 2026年2月下旬的完全相同", "照片摄于 2025-11-07，不在2026年3月上旬"],
            await FlagsAsync(city, Typed("1400", "14", "2026-7") with { FormKey = "5", Photo = Taken("2025:11:07 10:00:00", 36, 48) }));
        foreach (var cut in new[] { 3, 12, 20, 30, 44, 60, 90, 140 }) Assert.NotNull(PhotoMark.Read(Taken("2026:03:02 08:00:00", 36, 48).AsSpan(0, cut)));
    }

    [Theory, OnBothDatabases]
    public async Task More_built_with_less_electricity_and_invoices_far_below_what_is_said_to_be_done_are_flagged_with_their_figures(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));
        Assert.Empty(await FlagsAsync(city, Typed("1000", "10") with { Power = "20000", Invoiced = "800" }));
        city.Time.Advance(TimeSpan.FromDays(10));
        // Nobody read the meter: nothing is held against that.
        Assert.Empty(await FlagsAsync(city, Typed("1100", "11", "2026-7") with { FormKey = "2" }));

        Assert.Equal(
            ["完成 200 万元，用电没有增加", "累计取得发票比上次少 540 万元", "累计取得发票 260 万元，只有累计完成投资的 21.7%"],
            await FlagsAsync(city, Typed("1200", "12", "2026-8") with { FormKey = "3", Power = "2万千瓦时", Invoiced = "260" }));
        city.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(["完成额是此前各旬平均的 3.5 倍，用电只有平均的 15.0%"], await FlagsAsync(city, Typed("2600", "20", "2026-9") with { FormKey = "4", Power = "21000" }));
        Assert.Equal(["Power", "Invoiced"], Assert.IsType<ReportResult.Refused>(await ReportAsync(city, Typed("2700", "20", "2026-9") with { FormKey = "5", Power = "-1", Invoiced = "很多" })).Problems.Select(problem => problem.Field));
    }

    [Theory, OnBothDatabases]
    public async Task Electricity_and_place_come_by_import_too_and_of_a_photo_only_its_distance_is_kept(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));
        const string ledger = "项目名称,项目代码,所在区县,项目状态,实际开工日期,本年用电量（万千瓦时）,纬度,经度\n项目A,A,张店区,在建,2025.9.1,3,36.8,118.05";
        await using (var unit = city.As())
        {
            var id = (await unit.Get<ImportLedger>().UploadAsync("供电.csv", System.Text.Encoding.UTF8.GetBytes(ledger), Cancellation)).Id!.Value;
            Assert.Equal(1, await unit.Get<ImportLedger>().WriteAsync(id, Cancellation));
        }

        Assert.Equal(["照片的拍摄地点离项目 11.1 公里"], await FlagsAsync(city, Typed("1000", "10") with { Photo = Taken("2026:02:27 10:00:00", 36, 54) }));

        await using var after = city.As();
        var report = await after.Get<FunengDb>().Set<ProjectReport>().SingleAsync(Cancellation);
        Assert.Equal((30_000L, null, 11_119), (report.PowerKwh!.Value, report.InvoicedFen, report.PhotoMetres!.Value));
        Assert.Equal(PhotoMark.None, PhotoMark.Read(report.Photo));
        Assert.DoesNotContain("Exif", System.Text.Encoding.ASCII.GetString(report.Photo!), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_meter_nobody_read_is_not_said_to_stand_still_by_what_was_reported_before_or_for_later_days(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"), Building("B"));
        // Half a kilowatt-hour is more than the report keeps.
        Assert.Empty(await FlagsAsync(city, Typed("1000", "10") with { Power = "1234.5" }));
        city.Time.Advance(TimeSpan.FromDays(10));
        Assert.Empty(await FlagsAsync(city, Typed("1200", "12", "2026-7") with { FormKey = "2" }));

        // Of the other project the later ten days come first, then the earlier with nothing read, then the later once more.
        Assert.Empty(await FlagsAsync(city, Typed("1500", "20", "2026-8") with { Code = "B", Power = "8000" }));
        Assert.Empty(await FlagsAsync(city, Typed("1200", "15", "2026-7") with { Code = "B", FormKey = "2" }));
        Assert.Empty(await FlagsAsync(city, Typed("1600", "21", "2026-8") with { Code = "B", FormKey = "3", Power = "8000" }));

        Assert.Equal(3L, Convert.ToInt64(await city.ScalarAsync("select count(*) from project_report where power_kwh is not null"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, OnBothDatabases]
    public async Task A_photo_that_says_where_the_project_lies_has_no_distance_and_a_camera_without_a_fix_says_nothing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));

        Assert.Empty(await FlagsAsync(city, Typed("1000", "10") with { Photo = Taken("2026:02:27 10:00:00", 0, 0, east: 0) }));
        Assert.Empty(await FlagsAsync(city, Typed("1100", "11") with { FormKey = "2", Photo = Taken("2026:02:27 10:00:00", 36, 48) }));
        Assert.Empty(await FlagsAsync(city, Typed("1200", "12") with { FormKey = "3", Photo = Taken("2026:02:26 10:00:00", 36, 49) }));
        // Nor once the place is known.
        Assert.Empty(await FlagsAsync(city, Typed("1300", "13") with { FormKey = "4", Photo = Taken("2026:02:25 10:00:00", 0, 0, east: 0) }));

        await using var unit = city.As();
        var metres = (await unit.Get<FunengDb>().Set<ProjectReport>().ToListAsync(Cancellation)).OrderBy(report => report.FormKey, StringComparer.Ordinal).Select(report => report.PhotoMetres);
        Assert.Equal([null, null, 1853, null], metres);
    }

    [Theory, OnBothDatabases]
    public async Task A_place_from_a_photo_is_unconfirmed_until_an_office_confirms_or_corrects_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));
        Assert.Empty(await FlagsAsync(city, Typed("1000", "10") with { Photo = Taken("2026:02:27 10:00:00", 36, 48) }));
        Assert.Equal((36.8m, false), (await PlaceAsync(city))!.Value);

        await using (var reporter = city.As(Role.Enterprise, Scope.All)) Assert.Null(await reporter.Get<ConfirmPlace>().RunAsync("A", "36.8", "118.05", Cancellation));
        await using (var unit = city.As())
        {
            var refused = await unit.Get<ConfirmPlace>().RunAsync("A", "118.05", "三十六", Cancellation);
            Assert.Equal(["Latitude", "Longitude"], refused!.Select(problem => problem.Field));
        }

        Assert.Equal((36.8m, false), (await PlaceAsync(city))!.Value);
        await using (var unit = city.As()) Assert.Empty((await unit.Get<ConfirmPlace>().RunAsync("A", "36.8000", "118.0500", Cancellation))!);
        Assert.Equal((36.8m, true), (await PlaceAsync(city))!.Value);
        await using (var unit = city.As()) Assert.Empty((await unit.Get<ConfirmPlace>().RunAsync("A", "36.9", "118.05", Cancellation))!);
        Assert.Equal((36.9m, true), (await PlaceAsync(city))!.Value);
        // Whoever still has the page with the place of the photo does not take that back by confirming what it shows.
        await using (var unit = city.As()) Assert.Contains("更正过位置", Assert.Single((await unit.Get<ConfirmPlace>().RunAsync("A", "36.8000", "118.0500", Cancellation, isSeen: true))!).Message, StringComparison.Ordinal);
        Assert.Equal((36.9m, true), (await PlaceAsync(city))!.Value);
        // From now on it is held against the place the office named.
        Assert.Equal(["照片的拍摄地点离项目 11.1 公里"], await FlagsAsync(city, Typed("1100", "11") with { FormKey = "2", Photo = Taken("2026:02:26 10:00:00", 36, 48) }));
    }

    private static async Task<(decimal Latitude, bool IsConfirmed)?> PlaceAsync(TestInstallation city)
    {
        await using var unit = city.As();
        var project = await unit.Get<FunengDb>().Set<Project>().SingleAsync(row => row.Code == "A", Cancellation);
        return ProjectPlace.Of(await unit.Get<Funeng.Modules.Facts.FactReader>().LoadSubjectAsync(project.Id, null, Cancellation)) is { } place ? (place.Latitude, place.IsConfirmed) : null;
    }

    [Theory, OnBothDatabases]
    public async Task A_photo_that_cannot_be_freed_of_what_the_phone_wrote_into_it_is_refused_beside_its_field(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));
        var refused = Assert.IsType<ReportResult.Refused>(await ReportAsync(city, Typed("1000", "10") with { Photo = [0xFF, 0xD8, 0xFF, 0xE1, 0x7F, 0xFF, 1, 2] }));
        Assert.Equal(("Photo", true), (refused.Problems[0].Field, refused.Problems[0].Message.Contains("拍摄地点", StringComparison.Ordinal)));
        Assert.Contains("拍摄地点", VisitFiles.Refusal([new("现场.jpg", [0xFF, 0xD8, 0xFF, 0xE1, 0x7F, 0xFF, 1, 2])]), StringComparison.Ordinal);
        Assert.Contains("拍摄地点", AddPhotos.Refusal([new("现场.jpg", [0xFF, 0xD8, 0xFF, 0xE1, 0x7F, 0xFF, 1, 2])])!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bare_photo_has_its_picture_and_which_way_up_it_is_held_and_nothing_else()
    {
        byte[] picture = [0xFF, 0xDB, 0, 4, 1, 2, 0xFF, 0xDA, 0, 2, 9, 9, 0xFF, 0xD9];
        byte[] turned = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(turned.Length + 2), .. turned, 0xFF, 0xFE, 0, 4, 7, 7, .. picture];

        var bare = BarePhoto.Of(jpeg);
        Assert.NotNull(bare);
        Assert.Equal((byte)6, PhotoMark.Turned(bare));
        Assert.Equal(picture, bare[^picture.Length..]);
        Assert.Equal(jpeg.Length - 6, bare.Length);
        Assert.Equal(bare, BarePhoto.Of(bare)!);
        // Fill before a segment, a second scan, a list of further pictures and a film behind the end, each of which may say where.
        byte[] scans = [.. picture[..^2], 0xFF, 0, 0xFF, 0xD0, 7, 0xFF, 0xC4, 0, 3, 1, 0xFF, 0xDA, 0, 2, 8];
        byte[] phone = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(turned.Length + 2), .. turned, 0xFF, 0xFF, 0xFF, 0xE2, 0, 6, .. "MPF\0"u8, .. scans, 0xFF, 0xE1, 0, 4, 5, 5, 0xFF, 0xD9, .. jpeg];
        Assert.Equal([.. bare[..^picture.Length], .. scans, 0xFF, 0xD9], BarePhoto.Of(phone)!);
        byte[] Chunk(ReadOnlySpan<byte> type, params byte[] data) => [0, 0, 0, (byte)data.Length, .. type, .. data, 0xAE, 0x42, 0x60, 0x82];
        byte[] head = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        Assert.Equal([.. head, .. Chunk("IDAT"u8, 1), .. Chunk("IEND"u8)], BarePhoto.Of([.. head, .. Chunk("eXIf"u8, 1, 2), .. Chunk("IDAT"u8, 1), .. Chunk("IEND"u8)])!);
        Assert.Equal([.. "RIFF"u8, 14, 0, 0, 0, .. "WEBPVP8 "u8, 2, 0, 0, 0, 5, 5], BarePhoto.Of([.. "RIFF"u8, 24, 0, 0, 0, .. "WEBPVP8 "u8, 2, 0, 0, 0, 5, 5, .. "EXIF"u8, 1, 0, 0, 0, 7, 0])!);
        // What cannot be taken apart is not let through whole: a head, a segment or a chunk that is cut off, or stray bytes before the picture.
        foreach (var length in Enumerable.Range(0, jpeg.Length - 8)) Assert.Null(BarePhoto.Of(jpeg[..length]));
        Assert.Null(BarePhoto.Of([.. jpeg[..2], 0, .. jpeg[2..]]));
        Assert.Null(BarePhoto.Of([.. head, .. Chunk("eXIf"u8, 1, 2)]));
        Assert.Null(BarePhoto.Of([.. "RIFF"u8, 24, 0, 0, 0, .. "WEBPEXIF"u8, 200, 0, 0, 0, 7, 0]));
    }

    /// <summary>The head of a JPEG as a phone writes it, with day and place.</summary>
    private static byte[] Taken(string moment, uint degrees, uint minutes, uint east = 118)
    {
        var tiff = new List<byte>();
        void Short(int value) => tiff.AddRange(BitConverter.GetBytes((ushort)value));
        void Int(uint value) => tiff.AddRange(BitConverter.GetBytes(value));
        void Entry(int tag, int type, uint count, uint value) { Short(tag); Short(type); Int(count); Int(value); }
        tiff.AddRange("II*\0"u8);
        Int(8);
        // The main directory at 8, that of the photo at 38, that of the place at 56; what is longer than four bytes from 110 on.
        Short(2);
        Entry(0x8769, 4, 1, 38);
        Entry(0x8825, 4, 1, 56);
        Int(0);
        Short(1);
        Entry(0x9003, 2, 20, 110);
        Int(0);
        Short(4);
        Entry(1, 2, 2, 'N');
        Entry(2, 5, 3, 130);
        Entry(3, 2, 2, 'E');
        Entry(4, 5, 3, 154);
        Int(0);
        tiff.AddRange(System.Text.Encoding.ASCII.GetBytes(moment + "\0"));
        foreach (var value in new uint[] { degrees, 1, minutes, 1, 0, 1, east, 1, east == 0 ? 0u : 3, 1, 0, 1 }) Int(value);
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)((tiff.Count + 8) >> 8), (byte)((tiff.Count + 8) & 0xFF), .. "Exif\0\0"u8, .. tiff, 0xFF, 0xDB, 0, 4, (byte)moment[9], (byte)minutes, 0xFF, 0xD9];
    }

    [Theory, OnBothDatabases]
    public async Task A_late_report_for_earlier_days_takes_nothing_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));

        await ReportAsync(city, Typed("1500", "20", "2026-7"));
        await ReportAsync(city, Typed("1200", "15", "2026-6") with { FormKey = "2" });

        var project = Assert.Single(await city.PortfolioAsync()).Project;
        Assert.Equal((15_000_000m, 2000), (project.Done!.Value, project.Progress!.Value));
    }

    [Fact]
    public async Task What_nobody_reported_is_not_zero_and_last_years_figures_are_not_this_years()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Building("A"));
        Assert.Null(Assert.Single(await city.PortfolioAsync()).Behind);
        await ReportAsync(city, Typed("1200", ""));
        Assert.NotNull(Assert.Single(await city.PortfolioAsync()).Behind);

        city.Time.Advance(TimeSpan.FromDays(310));
        Assert.Null(Assert.Single(await city.PortfolioAsync()).Project.Plan);
    }

    [Theory, OnBothDatabases]
    public async Task On_new_years_day_the_plan_filed_before_is_this_years_without_another_filing(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A") with { Facts = [.. Building("A").Facts, Money(ProjectFacts.Plan, 7_000_000m, 2027)] });
        city.Time.Now = new DateTimeOffset(2026, 12, 31, 17, 0, 0, TimeSpan.Zero);

        await using (var unit = city.As()) Assert.Equal(1, await unit.Get<RollYear>().RunAsync(Cancellation));

        Assert.Equal(7_000_000m, Assert.Single(await city.PortfolioAsync()).Project.Plan);
        await using (var unit = city.As()) Assert.Equal(0, await unit.Get<RollYear>().RunAsync(Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));

        var refused = Assert.IsType<ReportResult.Refused>(await ReportAsync(city, Typed("", "120", "2026-1") with { Photo = "GIF89a"u8.ToArray() }));

        Assert.Equal(["Period", "Done", "Progress", "Photo"], refused.Problems.Select(problem => problem.Field));
        Assert.Null(Assert.Single(await city.PortfolioAsync()).Project.Done);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_reports_on_a_project_he_does_not_see(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.AddProjectsAsync(Building("A"));
        foreach (var (role, scope) in new[] { (Role.ServiceOfficer, Scope.OfRegions("370304")), (Role.Enterprise, Scope.OfOrganization(5)), (Role.Leader, Scope.All) })
        {
            await using var unit = city.As(role, scope);
            Assert.IsType<ReportResult.NotFound>(await unit.Get<ReportProgress>().RunAsync(Typed("1", ""), Cancellation));
        }
    }

    [Fact]
    public async Task What_was_missed_rolls_forward_and_everything_adds_up()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.AddProjectsAsync(Building("A"));
        await ReportAsync(city, Typed("500", ""));
        await using var unit = city.As();
        var targets = await unit.Get<FunengDb>().Set<ProjectTarget>().ToListAsync(Cancellation);
        var reports = await unit.Get<FunengDb>().Set<ProjectReport>().ToListAsync(Cancellation);

        var (plan, progress) = Pace.Of(2026, targets, reports, Today)!.Value;

        Assert.Equal(100_000_000m, plan.Total);
        Assert.Equal(95_000_000m / 30, progress.RequiredPace!.Value, 2);
    }

    private static LedgerRow Building(string code) => Row(code, "在建", Today.AddDays(-90), Money(ProjectFacts.Plan, 100_000_000, 2026)) with
    {
        Targets = Enumerable.Range(1, 12).ToDictionary(month => month, month => month == 12 ? 12_000_000m : 8_000_000m),
    };

    private static TypedReport Typed(string done, string progress, string period = "2026-6") => new("A", period, done, progress, "", "", "1");

    private static async Task<ReportResult> ReportAsync(TestInstallation city, TypedReport typed)
    {
        await using var unit = city.As();
        return await unit.Get<ReportProgress>().RunAsync(typed, Cancellation);
    }

    private static async Task<IReadOnlyList<string>> FlagsAsync(TestInstallation city, TypedReport typed) => Assert.IsType<ReportResult.Reported>(await ReportAsync(city, typed)).Flags;
}
