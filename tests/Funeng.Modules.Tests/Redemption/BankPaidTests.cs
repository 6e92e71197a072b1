using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Policies.Match;
using Funeng.Modules.Policies.Tell;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Bank;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Tests.Policies;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Funeng.Modules.Tests.Redemption.ApplicationsInTests;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>What a bank has paid is recorded from its file, checked like any award, and fulfils what rests on it; the clock stands at 2 March 2026.</summary>
public sealed class BankPaidTests
{
    private const string Interest = "sd-renovation-loan/interest", Match = "zb-renovation-match/match", Head = "统一社会信用代码,贷款合同号,合同金额,贴息金额,所属期,到账日期\n";

    [Theory, OnBothDatabases]
    public async Task A_sum_the_bank_paid_is_had_counts_for_what_needs_it_and_went_through_no_payment_of_ours(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var own = await BorrowerAsync(city, "A");
        await MatchEnterpriseTests.AccountAsync(city, 81, own);
        NewAward matching = Awarding.Of(city, await city.SubjectAsync("A"), 100_000, Match) with { Period = "2026", DecidedOn = new DateOnly(2026, 2, 1) };
        Assert.Contains("为前提", Assert.Single(Assert.IsType<AwardResult.Refused>(await city.ProposeAsync(matching)).Problems).Message, StringComparison.Ordinal);

        Assert.Equal(1, Assert.IsType<StepResult.Done>(await RecordAsync(city, "A,HT-1,60000000,600000.50,2026,2026-02-20\nA,HT-2,40000000,400000,2026,2026-02-10\nB,,,,2026,\n")).Count);

        await using var unit = city.As();
        var award = await unit.Get<FunengDb>().Set<Award>().AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal((AwardState.Paid, AwardOrigin.Bank, 1_000_000.50m, new DateOnly(2026, 2, 20), "合同 HT-1、HT-2"), (award.State, award.Origin, award.Amount, award.PaidOn!.Value, award.ItemTitle));
        Assert.Equal((null, null), (award.Batch, award.Budget));
        Assert.NotEmpty(award.Evidence);
        Assert.EndsWith("由银行兑付，已登记", (await unit.Get<FunengDb>().Set<Notification>().SingleAsync(Cancellation)).Title, StringComparison.Ordinal);
        Assert.IsType<AwardResult.Proposed>(await city.ProposeAsync(matching));

        var match = (await unit.Get<MatchEnterprise>().RunAsync("A", false, Cancellation))!;
        Assert.Contains(match.Held, held => held.Benefit == Interest && held.Yuan == 1_000_000.50m);
        Assert.DoesNotContain(match.Now, standing => standing.Rule.Benefit.Id == Interest);
        var funnel = (await unit.Get<ReadFunnel>().RunAsync(Interest, Cancellation))!;
        Assert.Equal((1, 1, 0), (funnel.View.Rows.Count, funnel.At(TakeStep.Paid), funnel.Missed.Count));
        var ledger = (await unit.Get<EnterpriseLedger>().RunAsync("A", Cancellation))!;
        Assert.Equal((1_000_000.50m, 0m), (ledger.ByBank, ledger.Paid));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_unknown_not_entitled_over_the_rule_or_there_already_is_named_and_nothing_of_the_file_counts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        foreach (var code in new[] { "A", "B" }) await BorrowerAsync(city, code);
        await city.FirmAsync("N", "370303001", ("renovationLoan", 0), ("isInRenovationGuidance", true), ("notOnDishonestyList", true));
        await city.FirmAsync("U", "370303001", ("renovationLoan", 1_000_000), ("renovationLoanDays", 365), ("notOnDishonestyList", true));

        var problems = Assert.IsType<StepResult.Refused>(await RecordAsync(city, """
            A,HT-1,,1000,2026,2026-02-20
            X,HT-2,,1000,2026,2026-02-20
            N,HT-3,,1000,2026,2026-02-20
            U,HT-4,,1000,2026,2026-02-20
            B,HT-5,,1050000.01,2026,2026-02-20

            """)).Problems.Select(problem => problem.Message).ToList();

        Assert.Equal(4, problems.Count);
        Assert.Contains("第 3 行：“X”不在您范围内的企业库里", problems[0], StringComparison.Ordinal);
        Assert.Contains("第 4 行：N公司，不符合条件", problems[1], StringComparison.Ordinal);
        Assert.Contains("第 5 行：U公司，还判断不了是否符合，缺：", problems[2], StringComparison.Ordinal);
        Assert.Contains("第 6 行：B公司，银行付了 105", problems[3], StringComparison.Ordinal);
        Assert.Contains("按登记的数据最多 105 万元", problems[3], StringComparison.Ordinal);
        Assert.Equal(0, await city.CountAsync("select count(*) from redemption_award"));

        Assert.IsType<StepResult.Done>(await RecordAsync(city, "A,HT-1,,1000,2026上半年,2026-02-20\n"));
        Assert.Contains("第 2 行：A公司，2026上半年已有一笔 1,000 元（由银行兑付，已到账，合同 HT-1），不能重复登记。", Messages(await RecordAsync(city, "A,HT-1,,1000,2026上半年,2026-02-20\n")));
        Assert.Contains("不能重复", Assert.Single(Messages(await RecordAsync(city, "A,HT-9,,1000,2026第一季度,2026-02-20\n"))), StringComparison.Ordinal);
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award"));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_recorded_by_mistake_is_taken_back_with_a_reason_and_can_be_recorded_anew(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        await BorrowerAsync(city, "A");
        await RecordAsync(city, "A,HT-1,,1000,2026,2026-02-20\n");
        var id = await city.CountAsync("select id from redemption_award");
        await using (var officer = city.As(Role.BureauOfficer))
        {
            Assert.IsType<StepResult.Refused>(await officer.Get<RecordBankPaid>().TakeBackAsync(id, " ", Cancellation));
            Assert.IsType<StepResult.Done>(await officer.Get<RecordBankPaid>().TakeBackAsync(id, "填错了金额", Cancellation));
            Assert.IsType<StepResult.NotFound>(await officer.Get<RecordBankPaid>().TakeBackAsync(id, "再撤", Cancellation));
        }

        Assert.IsType<StepResult.Done>(await RecordAsync(city, "A,HT-1,,2000,2026,2026-02-20\n"));
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_award where state = 'Paid' and amount_fen = 200000"));
        // Nobody who does not prepare payments records any, and nothing is recorded of what banks do not pay.
        await using var clerk = city.As(Role.Enterprise, Scope.OfOrganization(1));
        Assert.IsType<StepResult.NotFound>(await clerk.Get<RecordBankPaid>().RunAsync(Interest, "a.csv", [], Cancellation));
        await using var other = city.As(Role.BureauOfficer);
        Assert.IsType<StepResult.NotFound>(await other.Get<RecordBankPaid>().RunAsync(Booth, "a.csv", [], Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task The_sheet_for_the_bank_names_the_entitled_and_comes_back_filled_in(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        foreach (var code in new[] { "A", "B" }) await BorrowerAsync(city, code);
        await using var officer = city.As(Role.BureauOfficer);
        var sheet = Encoding.UTF8.GetString((await officer.Get<ReadBankPaid>().SheetAsync(Interest, Cancellation))!);

        Assert.Contains("A,A公司,1050000.00,,,,2026,\r\n", sheet, StringComparison.Ordinal);
        var filled = sheet.Replace("A,A公司,1050000.00,,,,2026,", "A,A公司,1050000.00,HT-1,100000000,1050000,2026,2026-02-20", StringComparison.Ordinal);
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await officer.Get<RecordBankPaid>().RunAsync(Interest, "名单.csv", Encoding.UTF8.GetBytes(filled), Cancellation)).Count);
    }

    [Theory]
    [InlineData("A,HT-1,,0,2026,2026-02-20", "不是金额")]
    [InlineData("A,HT-1,500,1000,2026,2026-02-20", "比合同金额还大")]
    [InlineData("A,,,1000,2026,2026-02-20", "没有写贷款合同号")]
    [InlineData("A,HT-1,,1000,去年,2026-02-20", "不是所属期")]
    [InlineData("A,HT-1,,1000,2026,2026-03-03", "不是今天以前两年内的日期")]
    [InlineData("A,HT-1,,1000,2026,2025-12-31", "晚于到账日期")]
    [InlineData("A,HT-1,,1000,2026,2026-02-20\nB,HT-1,,1000,2026,2026-02-20", "同一合同同一期只能有一行")]
    [InlineData("A,HT-1,,,2026,2026-02-20", "没有一行填了贴息金额")]
    public void A_row_that_is_unclear_is_a_problem_with_its_number(string rows, string said)
    {
        var (_, problems) = BankPaidSheet.Read(Encoding.UTF8.GetBytes(Head + rows + "\n"), ShippedRules.Policy.FindBenefit(Interest)!.Benefit, new DateOnly(2026, 3, 2));

        Assert.Contains(said, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static Task<long> BorrowerAsync(TestInstallation city, string code) =>
        city.FirmAsync(code, "370303001", ("renovationLoan", 100_000_000), ("renovationLoanDays", 365), ("isInRenovationGuidance", true), ("notOnDishonestyList", true));

    private static async Task<StepResult> RecordAsync(TestInstallation city, string rows)
    {
        await using var officer = city.As(Role.BureauOfficer);
        return await officer.Get<RecordBankPaid>().RunAsync(Interest, "银行.csv", Encoding.UTF8.GetBytes(Head + rows), Cancellation);
    }

    private static IReadOnlyList<string> Messages(StepResult result) => [.. Assert.IsType<StepResult.Refused>(result).Problems.Select(problem => problem.Message)];
}
