using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Import;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Registry.Import;

public sealed class ImportSightTests
{
    private const string Head = "统一社会信用代码,企业名称,区县,上年度营业收入(万元)\n";
    private const string Elsewhere = "91370303FN0000011B";
    private const string New = "91370304FN0000011R";
    private static readonly Scope Boshan = Scope.OfRegions("370304");

    [Theory, OnBothDatabases]
    public async Task A_clerk_is_told_the_same_of_a_code_registered_elsewhere_and_of_a_new_one(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(Head + $"{Elsewhere},淄博甲制造有限公司,张店区,100\n");
        var run = await ClerkAsync(city, Head + $"{Elsewhere},淄博某公司,博山区,100\n{New},淄博某公司二,博山区,100\n{Elsewhere[..17]}X,淄博某公司三,,100\n");

        await using var clerk = city.As(Role.TownshipClerk, Boshan, id: 7);
        var (_, rows, _, _) = clerk.Get<ImportRuns>().Rows(run, null, 1, 50);
        Assert.Equal(rows[0].Cells[0].Remark, rows[1].Cells[0].Remark);
        Assert.Equal([RowState.Waiting, RowState.Waiting], rows.Take(2).Select(row => row.State));
        Assert.DoesNotContain("张店", (await clerk.Get<ImportRuns>().FindAsync(run, CancellationToken.None))!.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("甲制造", (await clerk.Get<ImportRuns>().FindAsync(run, CancellationToken.None))!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clerk_is_not_told_of_a_slipped_code_that_nobody_has_it()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(Head + $"{Elsewhere},淄博甲制造有限公司,张店区,100\n");
        var slipped = Elsewhere.Replace("0303", "03O3", StringComparison.Ordinal);
        var run = await ClerkAsync(city, Head + $"{slipped},淄博某公司,博山区,100\n");

        await using var clerk = city.As(Role.TownshipClerk, Boshan, id: 7);
        var summary = (await clerk.Get<ImportRuns>().FindAsync(run, CancellationToken.None))!.ReadSummary();
        var message = Assert.Single(summary.Problems, problem => problem.Column == 0).Message;
        Assert.Contains($"也许是 {Elsewhere}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("还没有企业登记", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_answers_alike_for_a_code_elsewhere_and_for_one_that_nobody_has()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        await city.WriteAsync(Head + $"{Elsewhere},淄博甲制造有限公司,张店区,100\n91370304FN0000012E,淄博乙有限公司,博山区,1\n");
        await using var unit = city.As(Role.TownshipClerk, Boshan, id: 7);

        var elsewhere = await unit.Get<EnterpriseIndex>().SearchAsync(Elsewhere, Boshan, 0, 10, CancellationToken.None);
        var nobody = await unit.Get<EnterpriseIndex>().SearchAsync("91370303FN0000013Y", Boshan, 0, 10, CancellationToken.None);

        Assert.Equal(nobody.Best.Select(hit => hit.Code), elsewhere.Best.Select(hit => hit.Code));
    }

    [Theory, OnBothDatabases]
    public async Task What_a_clerk_reports_waits_for_the_city_which_registers_it_and_the_clerk_is_told(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await city.WriteAsync(Head + $"{Elsewhere},淄博甲制造有限公司,张店区,100\n");
        var run = await ClerkAsync(city, Head + $"{Elsewhere},淄博甲制造有限公司,博山区,777\n{New},淄博乙材料有限公司,博山区,500\n");
        await WriteAsync(city, run, id: 7, Role.TownshipClerk, Boshan);
        Assert.Null(await city.EnterpriseAsync(New));

        await using (var other = city.As(Role.TownshipClerk, Scope.OfRegions("370305"), id: 8))
        {
            Assert.Empty(await other.Get<TakeUpRows>().WaitingAsync(CancellationToken.None));
            Assert.IsType<WizardResult.NotFound>(await other.Get<TakeUpRows>().RunAsync(run, CancellationToken.None));
        }

        long taken;
        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), id: 9))
        {
            Assert.Equal(2, Assert.Single(await officer.Get<TakeUpRows>().WaitingAsync(CancellationToken.None)).Waiting);
            taken = IdOf(await officer.Get<TakeUpRows>().RunAsync(run, CancellationToken.None));
            Assert.Empty(await officer.Get<TakeUpRows>().WaitingAsync(CancellationToken.None));
        }

        await WriteAsync(city, taken, id: 9, Role.BureauOfficer, Scope.OfRegions("3703"));
        Assert.Equal(("370304", 5_000_000m), ((await city.EnterpriseAsync(New))!.Region!, (await city.EnterpriseAsync(New))!.Revenue!.Value));
        // Nobody answered that it moves: not a figure of the row is filed.
        Assert.Equal(("370303", 1_000_000m), ((await city.EnterpriseAsync(Elsewhere))!.Region!, (await city.EnterpriseAsync(Elsewhere))!.Revenue!.Value));
        await using (var clerk = city.As(Role.TownshipClerk, Boshan, id: 7))
        {
            var message = Assert.Single(await clerk.Get<NotificationBox>().LatestAsync(CancellationToken.None));
            Assert.Contains("1 行写入", message.Title, StringComparison.Ordinal);
            Assert.Null(await clerk.Get<ImportRuns>().FindAsync(taken, CancellationToken.None));
        }

        await using (var officer = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), id: 9))
        {
            var answers = new SheetCorrections { Answers = { ["1,2"] = CellQuestion.Take } };
            Assert.IsType<WizardResult.GoOn>(await officer.Get<ImportWizard>().CorrectAsync(taken, answers, true, CancellationToken.None));
        }

        Assert.Equal("370304", (await city.EnterpriseAsync(Elsewhere))!.Region);
    }

    [Theory, OnBothDatabases]
    public async Task An_office_sees_the_imports_of_its_people_and_the_head_takes_them_back(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var bureau = new Scope(false, ["3703"], [], 501);
        var run = await UploadAsync(city, Head + $"{New},淄博乙材料有限公司,博山区,500\n", Role.BureauOfficer, bureau, 9);
        await WriteAsync(city, run, 9, Role.BureauOfficer, bureau);

        Assert.True(await SeesAsync(city, run, Role.BureauHead, bureau, 10));
        Assert.False(await SeesAsync(city, run, Role.BureauOfficer, bureau with { Organization = 502 }, 11));
        Assert.False(await SeesAsync(city, run, Role.TownshipClerk, new Scope(false, ["370304"], [], 501), 12));
        Assert.False(await SeesAsync(city, run, Role.BureauOfficer, bureau with { Organization = null }, 13));
        await using var head = city.As(Role.BureauHead, bureau, id: 10);
        Assert.IsType<WizardResult.GoOn>(await head.Get<ImportWizard>().UndoAsync(run, "数据有误", CancellationToken.None));
        Assert.Null(await city.EnterpriseAsync(New));
    }

    [Fact]
    public async Task Who_has_more_places_sees_a_colleagues_import_but_does_not_check_it_anew()
    {
        await using var city = await TestInstallation.StartAsync(DatabaseKind.Sqlite);
        var run = await UploadAsync(city, Head + $"{New},淄博乙材料有限公司,博山区,500\n", Role.TownshipClerk, Boshan with { Organization = 501 }, 7);
        await using var head = city.As(Role.BureauHead, new Scope(false, ["3703"], [], 501), id: 10);

        Assert.NotNull(await head.Get<ImportRuns>().FindAsync(run, CancellationToken.None));
        Assert.False(await head.Get<ImportRuns>().MayWorkAsync(run, CancellationToken.None));
        Assert.IsType<WizardResult.NotFound>(await head.Get<ImportWizard>().CorrectAsync(run, SheetCorrections.None, false, CancellationToken.None));
    }

    private static Task<long> ClerkAsync(TestInstallation city, string csv) => UploadAsync(city, csv, Role.TownshipClerk, Boshan, 7);

    private static async Task<long> UploadAsync(TestInstallation city, string csv, Role role, Scope scope, long id)
    {
        await using var unit = city.As(role, scope, id);
        return IdOf(await unit.Get<ImportWizard>().UploadAsync("企业.csv", new MemoryStream(Encoding.UTF8.GetBytes(csv)), "import", Uploads.On, CancellationToken.None));
    }

    private static async Task WriteAsync(TestInstallation city, long run, long id, Role role, Scope scope)
    {
        await using var unit = city.As(role, scope, id);
        Assert.IsType<WizardResult.GoOn>(await unit.Get<ImportWizard>().CorrectAsync(run, SheetCorrections.None, true, CancellationToken.None));
    }

    private static async Task<bool> SeesAsync(TestInstallation city, long run, Role role, Scope scope, long id)
    {
        await using var unit = city.As(role, scope, id);
        return await unit.Get<ImportRuns>().FindAsync(run, CancellationToken.None) is not null
            && (await unit.Get<ImportRuns>().RecentAsync(CancellationToken.None)).Any(row => row.Id == run);
    }

    private static long IdOf(WizardResult result) =>
        long.Parse(Assert.IsType<WizardResult.GoOn>(result).Address["/import/".Length..], CultureInfo.InvariantCulture);
}
