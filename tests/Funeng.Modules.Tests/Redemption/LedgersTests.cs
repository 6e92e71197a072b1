using System.Net;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Budgets;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>However long a ledger is, every line of it is on some page, the sums are of all, and it can be taken away by whoever may.</summary>
public sealed class LedgersTests
{
    private const int Moves = 2 * BudgetLedger.Size + 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Every_movement_of_a_budget_is_on_some_page_and_the_sums_are_of_all_of_them(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var budget = await MovedAsync(city);

        await using var treasurer = city.As(Role.Treasurer);
        var pages = new List<BudgetLedgerOf>();
        for (var page = 1; page <= 4; page++) pages.Add((await treasurer.Get<BudgetLedger>().RunAsync(budget, null, page, BudgetLedger.Size, Cancellation))!);
        var released = (await treasurer.Get<BudgetLedger>().RunAsync(budget, EntryKind.Released, 1, BudgetLedger.Size, Cancellation))!;

        Assert.Equal([20, 20, 5, 5], pages.Select(page => page.Lines.Count));
        Assert.Equal(Moves + 2, pages.Take(3).SelectMany(page => page.Lines).Select(line => line.Entry.Id).Distinct().Count());
        Assert.All(pages, page => Assert.Equal((Moves + 2, (Moves, Moves * 100L), page.Budget.LeftFen), (page.Total, page.Sums[EntryKind.Committed], page.LeftFen)));
        Assert.Equal((1, EntryKind.Released, (Moves, Moves * 100L)), (released.Total, Assert.Single(released.Lines).Entry.Kind, released.Sums[EntryKind.Committed]));
        // Whoever has not the city under him and whoever does not deal with money see nothing of it.
        foreach (var (role, scope) in new[] { (Role.TownshipClerk, Scope.OfRegions("370303")), (Role.Statistician, Scope.All) })
        {
            await using var other = city.As(role, scope);
            Assert.Null(await other.Get<BudgetLedger>().RunAsync(budget, null, 1, BudgetLedger.Size, Cancellation));
        }
    }

    [Theory, OnBothDatabases]
    public async Task The_lines_of_a_payment_are_all_of_it_for_a_file_and_twenty_for_a_page(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (payment, _) = await PaymentsTests.SentAsync(city);

        await using var treasurer = city.AsTreasurer();
        var page = await treasurer.Get<ReadPayments>().LinesAsync(payment, null, 2, ReadPayments.Size, Cancellation);
        var all = await treasurer.Get<ReadPayments>().LinesAsync(payment, null, 1, 1000, Cancellation);

        Assert.Equal((20, 198, 21), (page.Rows.Count, page.Total, page.Rows[0].Line.Place));
        Assert.Equal((198, 460_000_000), (all.Rows.Count, all.Rows.Sum(row => row.Line.AmountFen)));
    }

    [Fact]
    public async Task A_ledger_is_taken_away_whole_without_formulas_by_whoever_may_and_that_is_audited()
    {
        await using var site = await TestSite.StartAsync(DatabaseKind.Sqlite);
        await using var unit = site.Services.CreateAsyncScope();
        var db = unit.Get<FunengDb>();
        var budget = await db.Set<Budget>().OrderBy(row => row.Id).FirstAsync(Cancellation);
        var award = await db.Set<Award>().Where(row => row.State == AwardState.Paid && db.Set<PaymentLine>().Any(line => line.Award == row.Id)).OrderBy(row => row.Id).FirstAsync(Cancellation);
        var payment = await db.Set<PaymentLine>().Where(line => line.Award == award.Id).Select(line => line.Payment).FirstAsync(Cancellation);
        db.Add(new BudgetEntry { Id = 77, Budget = budget.Id, Kind = EntryKind.Set, AmountFen = -5, Note = "=HYPERLINK(\"http://x\")", Who = "测试", At = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync(Cancellation);
        using var treasurer = await site.VisitAsync("treasurer");
        using var clerk = await site.VisitAsync("clerk");

        foreach (var (path, lines) in new[]
        {
            ($"/redemption/budgets/{budget.Id}/ledger", await db.Set<BudgetEntry>().CountAsync(entry => entry.Budget == budget.Id, Cancellation)),
            ($"/redemption/enterprises/{award.Code}/ledger", await db.Set<BudgetEntry>().CountAsync(entry => db.Set<Award>().Any(one => one.Id == entry.Award && one.Subject == award.Subject), Cancellation)),
            ($"/redemption/payments/{payment}/lines", await db.Set<PaymentLine>().CountAsync(line => line.Payment == payment, Cancellation)),
        })
        {
            var text = await (await treasurer.GetAsync(path + ".csv")).Content.ReadAsStringAsync(Cancellation);
            using var workbook = new MemoryStream(await (await treasurer.GetAsync(path + ".xlsx")).Content.ReadAsByteArrayAsync(Cancellation));
            using var refused = await clerk.GetAsync(path + ".csv");

            Assert.Equal(lines + 1, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.Equal(lines + 1, Assert.Single(Assert.IsType<SheetReading.Read>(SheetReader.Read(workbook, SheetLimits.Default)).Sheets).Rows.Count);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        var ledger = await (await treasurer.GetAsync($"/redemption/budgets/{budget.Id}/ledger.csv?kind=Set")).Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\"", ledger, StringComparison.Ordinal);
        Assert.DoesNotContain("承诺", ledger, StringComparison.Ordinal);
        var page = await treasurer.OpenAsync($"/redemption/budgets/{budget.Id}?kind=Set");
        Assert.NotNull(page.QuerySelector($"main a[download][href='/redemption/budgets/{budget.Id}/ledger.xlsx?kind=Set']"));
        Assert.Equal(7, await db.Set<Modules.Foundation.Audit.AuditEntry>().CountAsync(entry => entry.Action == "导出兑付台账", Cancellation));
        foreach (var none in new[] { "/redemption/budgets/1/ledger.csv", "/redemption/enterprises/none/ledger.csv", "/redemption/payments/1/lines.csv" })
        {
            using var missing = await treasurer.GetAsync(none);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    private static async Task<long> MovedAsync(TestInstallation city)
    {
        var budget = await city.BudgetAsync(1_000);
        await using var unit = city.As(Role.Treasurer);
        var db = unit.Get<FunengDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        Assert.True(await unit.Get<BudgetBook>().CommitAsync(budget, [.. Enumerable.Range(1, Moves).Select(at => new Money(100, $"批准第 {at} 笔"))], Cancellation));
        Assert.True(await unit.Get<BudgetBook>().ReleaseAsync(budget, [new Money(100, "停止兑付")], Cancellation));
        await db.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        return budget;
    }
}
