using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Architecture;
using Funeng.Modules.Tests.Support;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>What becomes of money that is claimed back: in parts, with interest, once for each voucher, in the ledgers of budget and enterprise.</summary>
public sealed class ClaimsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task Money_that_comes_back_in_parts_closes_the_claim_with_its_last_fen(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (claim, enterprise) = await ClaimedAsync(city);
        city.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal("Principal", Assert.Single(Assert.IsType<StepResult.Refused>(await ReceiveAsync(city, claim, "75.01", "", "P1")).Problems).Field);
        Assert.Equal(["Principal", "On", "Voucher"], Assert.IsType<StepResult.Refused>(await ReceiveAsync(city, claim, "一百", "", "", "昨天")).Problems.Select(problem => problem.Field));
        // Ten who write the same voucher down at one moment book it once.
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ReceiveAsync(city, claim, "50", "0.5", "P1"), Cancellation)));
        Assert.Equal(1, results.OfType<StepResult.Done>().Sum(done => done.Count));
        Assert.Contains("已登记为", Assert.Single(Assert.IsType<StepResult.Refused>(await ReceiveAsync(city, claim, "20", "", "P1")).Problems).Message, StringComparison.Ordinal);
        Assert.Equal(ClaimState.Open, (await FindAsync(city, claim)).Claim.State);
        var mark = await city.CountAsync($"select version from redemption_tally where subject = {enterprise}");
        Assert.IsType<StepResult.Done>(await ReceiveAsync(city, claim, "25", "", "P2"));
        // What the enterprise has is less now: whoever proposes an award for it in this moment has to look again.
        Assert.Equal(mark + 1, await city.CountAsync($"select version from redemption_tally where subject = {enterprise}"));

        var over = await FindAsync(city, claim);
        Assert.Equal((ClaimState.Paid, 7_500L, 50L, new DateOnly(2026, 3, 5)), (over.Claim.State, over.Claim.ReceivedFen, over.Claim.InterestFen, over.Claim.ClosedOn!.Value));
        Assert.Equal((7_500L, 50L), (await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Recovered'"), await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Interest'")));
        // It goes to the treasury: nothing is free again to spend.
        Assert.Equal(1_000_00L, (await city.BudgetOfAsync(await city.CountAsync("select id from redemption_budget"))).LeftFen);
        await using var officer = city.AsOfficer();
        var ledger = (await officer.Get<EnterpriseLedger>().RunAsync("A", Cancellation))!;
        Assert.Equal((75m, 75m), (ledger.Claimed, ledger.Recovered));
        await using var own = city.As(Role.Enterprise, Scope.OfOrganization(enterprise), 500);
        Assert.Equal(claim, Assert.Single(await own.Get<ReadClaims>().ReadAsync(enterprise, Cancellation)).Claim.Id);
    }

    [Theory, OnBothDatabases]
    public async Task The_rest_is_given_up_by_another_head_and_nobody_else_reaches_a_claim(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var (claim, enterprise) = await ClaimedAsync(city);
        await using (var same = city.AsDirector())
            Assert.Contains("另一位", Assert.Single(Assert.IsType<StepResult.Refused>(await same.Get<KeepClaims>().WriteOffAsync(claim, "企业破产清算完毕", Cancellation)).Problems).Message, StringComparison.Ordinal);
        foreach (var (role, scope) in new[] { (Role.BureauOfficer, Scope.OfRegions("3703")), (Role.Administrator, Scope.All), (Role.BureauHead, Scope.OfRegions("370302")), (Role.Enterprise, Scope.OfOrganization(enterprise)) })
        {
            await using var other = city.As(role, scope, 99);
            Assert.IsType<StepResult.NotFound>(await other.Get<KeepClaims>().WriteOffAsync(claim, "企业破产清算完毕", Cancellation));
            Assert.IsType<StepResult.NotFound>(await other.Get<KeepClaims>().ReceiveAsync(claim, new TypedReceipt("1", "", "2026-03-02", "P1"), Cancellation));
        }

        await using (var elsewhere = city.As(Role.TownshipClerk, Scope.OfRegions("370302"), 98)) Assert.Null(await elsewhere.Get<ReadClaims>().FindAsync(claim, Cancellation));
        await using (var second = city.As(Role.BureauHead, Scope.OfRegions("3703"), 31, "孙局"))
            Assert.IsType<StepResult.Done>(await second.Get<KeepClaims>().WriteOffAsync(claim, "企业破产清算完毕", Cancellation));

        Assert.Equal((ClaimState.WrittenOff, 0L), ((await FindAsync(city, claim)).Claim.State, (await FindAsync(city, claim)).Claim.OpenFen));
        Assert.IsType<StepResult.Refused>(await ReceiveAsync(city, claim, "1", "", "P1"));
    }

    private static async Task<(long Claim, long Enterprise)> ClaimedAsync(TestInstallation city)
    {
        await city.BudgetAsync(1_000, "zb-equipment-reward", 2022);
        var enterprise = await CommitmentsTests.BrokenAsync(city);
        await using var head = city.AsDirector();
        Assert.IsType<StepResult.Done>(await head.Get<WatchCommitments>().ClaimAsync(Assert.Single(await head.Get<ReadCommitments>().RunAsync(null, Cancellation)).Award.Id, "未达承诺", Cancellation));
        return (await city.CountAsync("select id from redemption_claim"), enterprise.Id);
    }

    private static async Task<StepResult> ReceiveAsync(TestInstallation city, long claim, string principal, string interest, string voucher, string on = "2026-03-04")
    {
        await using var unit = city.AsTreasurer();
        return await unit.Get<KeepClaims>().ReceiveAsync(claim, new TypedReceipt(principal, interest, on, voucher), Cancellation);
    }

    private static async Task<ClaimView> FindAsync(TestInstallation city, long claim)
    {
        await using var unit = city.AsTreasurer();
        return (await unit.Get<ReadClaims>().FindAsync(claim, Cancellation))!;
    }

    [Fact]
    public void A_rate_of_interest_on_what_comes_late_names_its_document_and_is_said_in_words()
    {
        var folder = Directory.CreateTempSubdirectory("funeng-rules-").FullName;
        try
        {
            RedemptionRules Read(string clawback)
            {
                var text = File.ReadAllText(Path.Combine(Repository.Folder("rules"), "redemption.yaml")).Replace("clawback: { payWithinWorkdays: 30 }", clawback, StringComparison.Ordinal);
                File.WriteAllText(Path.Combine(folder, "redemption.yaml"), text);
                return RedemptionRules.Read(new Installation(folder, folder, null, CityContent.Empty), CommitmentsTests.Catalogue);
            }

            Assert.Contains("不计利息", Read("clawback: { payWithinWorkdays: 30 }").LateText, StringComparison.Ordinal);
            Assert.Contains("lateSource", Assert.Throws<InvalidDataException>(() => Read("clawback: { latePercentPerYear: 4.35 }")).Message, StringComparison.Ordinal);
            var said = Read("clawback: { latePercentPerYear: 4.35, lateSource: 某办法第九条 }").LateText;
            Assert.Contains("4.35%", said, StringComparison.Ordinal);
            Assert.Contains("某办法第九条", said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
