using System.Globalization;
using System.Text;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Payees;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>From an approved list to the bank and back, with the trade fund of 2020.</summary>
public sealed class PaymentsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, OnBothDatabases]
    public async Task The_trade_fund_is_paid_to_the_last_fen_and_early(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await ApprovedAsync(city);

        var payment = await MadeAsync(city, batch);
        // What is corrected after it was ordered is told whoever signs.
        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen + 1 where id = (select min(id) from redemption_award)");
        await using (var signer = city.AsDirector()) Assert.Contains("应为", Assert.Single((await signer.Get<ChangedSince>().OfPaymentAsync(payment, Cancellation)).First).What, StringComparison.Ordinal);
        await city.ExecuteAsync("update redemption_award set amount_fen = amount_fen - 1 where id = (select min(id) from redemption_award)");
        await SignAsync(city, payment);
        var sent = await FileAsync(city, payment);
        var lines = ChineseText.Gb18030.GetString(sent).TrimEnd().Split("\r\n");
        Assert.StartsWith($"{BankFile.Mark},ZF-2026-0001,198,4600000.00,", lines[0], StringComparison.Ordinal);
        Assert.Equal(4_600_000m, lines.Skip(2).Sum(line => decimal.Parse(line.Split(',')[5], CultureInfo.InvariantCulture)));
        Assert.All(lines.Skip(2), line => Assert.StartsWith("62300000", line.Split(',')[3], StringComparison.Ordinal));
        Assert.Equal(0, await city.CountAsync("select count(*) from redemption_payment_line where sealed like '%62300000%'"));

        // First a part, with one the bank refuses; the same file again; then, to another account, the rest.
        var part = Answer(lines, (place, row) => place > 100 ? "" : place == 7 ? row.Replace("成功", "失败", StringComparison.Ordinal) + ",户名与账号不符" : row);
        Assert.Equal(100, Assert.IsType<StepResult.Done>(await ResultAsync(city, payment, part)).Count);
        Assert.Equal(0, Assert.IsType<StepResult.Done>(await ResultAsync(city, payment, part)).Count);
        Assert.Equal(98, Assert.IsType<StepResult.Done>(await ResultAsync(city, payment, Answer(lines, (place, row) => place <= 100 ? "" : row))).Count);
        Assert.Equal("Closed", await city.ScalarAsync("select state from redemption_payment"));
        await PayeesAsync(city, batch);
        var rest = await MadeAsync(city, batch);
        await SignAsync(city, rest);
        var again = ChineseText.Gb18030.GetString(await FileAsync(city, rest)).TrimEnd().Split("\r\n");
        Assert.Equal(1, Assert.IsType<StepResult.Done>(await ResultAsync(city, rest, Answer(again, (_, row) => row))).Count);

        var budget = await city.BudgetOfAsync(await city.CountAsync("select id from redemption_budget"));
        Assert.Equal((460_000_000L, 0L, 0L), (budget.PaidFen, budget.CommittedFen, budget.LeftFen));
        Assert.Equal(460_000_000, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Paid'"));
        Assert.Equal(198, await city.CountAsync("select count(distinct award) from redemption_entry where kind = 'Paid'"));
        Assert.Equal(92_970_000, await city.CountAsync("select sum(amount_fen) from redemption_award where state = 'Paid' and benefit = 'zb-trade-fund-2020/missed-booth'"));
        await using var unit = city.AsOfficer();
        var done = await unit.Get<RedemptionSight>().Batches().AsNoTracking().SingleAsync(row => row.Id == batch, Cancellation);
        Assert.Equal((BatchState.Paid, true), (done.State, done.IsEarly));
        await using var treasurer = city.As(Role.Treasurer);
        Assert.Equal("460", Assert.Single((await treasurer.Get<OpenWorkbench>().RunAsync(Cancellation)).Figures, figure => figure.Label == "本年已付惠企资金").Value);
    }

    [Theory, OnBothDatabases]
    public async Task Ten_treasurers_order_everything_once_and_ten_who_bring_the_same_file_book_it_once(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await ApprovedAsync(city, "booth");

        var made = await Task.WhenAll(Enumerable.Range(0, 10).Select(at => Task.Run(
            async () =>
            {
                await using var unit = city.AsTreasurer(20 + at);
                return await unit.Get<MakePayment>().RunAsync(batch, Cancellation);
            },
            Cancellation)));
        var payment = Assert.Single(made.OfType<StepResult.Done>()).Id;
        await SignAsync(city, payment);
        var file = Answer(ChineseText.Gb18030.GetString(await FileAsync(city, payment)).TrimEnd().Split("\r\n"), (_, row) => row);
        var read = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => ResultAsync(city, payment, file), Cancellation)));

        Assert.Equal(60, read.OfType<StepResult.Done>().Sum(done => done.Count));
        Assert.Equal(151_200_000, await city.CountAsync("select sum(amount_fen) from redemption_entry where kind = 'Paid'"));
        Assert.Equal(151_200_000, await city.CountAsync("select paid_fen from redemption_budget"));
    }

    [Theory, OnBothDatabases]
    public async Task Large_sums_take_two_signatures_of_two_people_and_neither_made_it(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var payment = await MadeAsync(city, await ApprovedAsync(city, "booth"));

        Assert.Contains("本人", await SignedAsync(city, Role.Treasurer, 13, payment), StringComparison.Ordinal);
        Assert.Contains("复核", await SignedAsync(city, Role.Leader, 14, payment), StringComparison.Ordinal);
        Assert.Equal("", await SignedAsync(city, Role.BureauHead, 12, payment));
        Assert.Contains("已经签过", await SignedAsync(city, Role.BureauHead, 12, payment), StringComparison.Ordinal);
        await using (var early = city.AsTreasurer())
            Assert.IsType<StepResult.Refused>(await early.Get<BankFile>().SendAsync(payment, Cancellation));
        Assert.Equal("", await SignedAsync(city, Role.Leader, 14, payment));
        await using var clerk = city.As(Role.BureauOfficer, Scope.OfRegions("3703"), 11);
        Assert.IsType<StepResult.NotFound>(await clerk.Get<BankFile>().SendAsync(payment, Cancellation));
    }

    [Theory, OnBothDatabases]
    public async Task Of_a_file_with_one_wrong_line_nothing_counts(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var payment = await MadeAsync(city, await ApprovedAsync(city, "booth"));
        await SignAsync(city, payment);
        var lines = ChineseText.Gb18030.GetString(await FileAsync(city, payment)).TrimEnd().Split("\r\n");

        foreach (var (content, words) in new (byte[], string)[]
        {
            (Answer(lines, (place, row) => place == 3 ? row.Replace(".00,", ".01,", StringComparison.Ordinal) : row), "支付单上是"),
            (Answer(lines, (place, row) => place == 3 ? row.Replace("-00003", "-00999", StringComparison.Ordinal) : row), "不在这一单里"),
            (Answer(lines, (place, row) => place == 3 ? row.Replace("-00003", "-00004", StringComparison.Ordinal) : row), "两次"),
            (Answer(lines, (place, row) => place == 3 ? row.Replace("成功", "也许", StringComparison.Ordinal) : row), "成功 或 失败"),
            (Answer(lines, (place, row) => place == 3 ? row.Replace("2026", "2062", StringComparison.Ordinal).Replace("ZF-2062", "ZF-2026", StringComparison.Ordinal) : row), "日期"),
            (HostileFiles.Make("program"), HostileFiles.Words("program")),
            (HostileFiles.Make("entities in a sheet"), HostileFiles.Words("entities in a sheet")),
            ("业务号,金额,结果,日期\r\n"u8.ToArray(), "没有一行"),
        })
        {
            var refused = Assert.IsType<StepResult.Refused>(await ResultAsync(city, payment, content));
            Assert.Contains(refused.Problems, problem => problem.Message.Contains(words, StringComparison.Ordinal));
        }

        Assert.Equal(0, await city.CountAsync("select count(*) from redemption_entry where kind = 'Paid'"));
        Assert.Equal(60, await city.CountAsync("select count(*) from redemption_payment_line where state = 'Waiting'"));
    }

    [Theory, OnBothDatabases]
    public async Task An_account_changed_after_it_was_confirmed_is_not_paid_unseen_and_a_stopped_award_frees_its_money(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await ApprovedAsync(city, "supplies");
        var (award, subject) = (await city.CountAsync("select id from redemption_award"), await city.CountAsync("select subject from redemption_award"));
        await using (var thief = city.As(Role.Enterprise, Scope.OfOrganization(subject), 3000))
        {
            var confirm = thief.Get<ConfirmPayee>();
            Assert.Contains("刚被改过", Assert.IsType<StepResult.Refused>(await confirm.RunAsync(null, 7, Cancellation)).Problems[0].Message, StringComparison.Ordinal);
            Assert.Equal("Bank", Assert.IsType<StepResult.Refused>(await confirm.RunAsync(new TypedAccount("张店支行\r\n2,ZF", "62300000111"), null, Cancellation)).Problems[0].Field);
        }

        // What was confirmed was another version than the account has now.
        await using (var odd = city.As())
            await odd.Get<FunengDb>().Set<Award>().ExecuteUpdateAsync(row => row.SetProperty(one => one.PayeeVersion, 99), Cancellation);
        await using (var treasurer = city.AsTreasurer())
            Assert.IsType<StepResult.Refused>(await treasurer.Get<MakePayment>().RunAsync(batch, Cancellation));

        await using var head = city.AsDirector();
        Assert.IsType<StepResult.Done>(await head.Get<StopAward>().RunAsync(batch, award, "企业已注销", Cancellation));
        Assert.IsType<StepResult.Refused>(await head.Get<StopAward>().RunAsync(batch, award, "企业已注销", Cancellation));
        Assert.Equal(0, await city.CountAsync("select committed_fen from redemption_budget"));
        // Of its only line nothing was paid: the batch is given up, not paid.
        Assert.Equal(1, await city.CountAsync("select count(*) from redemption_batch where state = 'Cancelled' and paid_on is null"));
    }

    [Theory, OnBothDatabases]
    public async Task A_small_payment_of_a_large_batch_takes_two_signatures_and_who_sees_no_line_of_it_sees_no_sum(DatabaseKind kind)
    {
        await using var city = await TestInstallation.StartAsync(kind);
        var batch = await ApprovedAsync(city, "booth");
        await using (var unit = city.As())
        {
            var first = await unit.Get<FunengDb>().Set<Award>().MinAsync(award => award.Id, Cancellation);
            await unit.Get<FunengDb>().Set<Award>().Where(award => award.Id != first).ExecuteUpdateAsync(row => row.SetProperty(award => award.PayeeConfirmedAt, (DateTimeOffset?)null), Cancellation);
        }

        var payment = await MadeAsync(city, batch);
        Assert.Equal("", await SignedAsync(city, Role.BureauHead, 12, payment));
        await using (var treasurer = city.AsTreasurer())
            Assert.IsType<StepResult.Refused>(await treasurer.Get<BankFile>().SendAsync(payment, Cancellation));
        Assert.Equal("", await SignedAsync(city, Role.Leader, 14, payment));

        await using var clerk = city.As(Role.TownshipClerk, Scope.OfRegions("370303001"), 50);
        var whole = (await clerk.Get<ReadPayments>().FindAsync(payment, Cancellation))!;
        Assert.Equal((false, 1, 25_200m), (whole.IsWhole, whole.Lines, whole.Total));
        var line = await clerk.Get<FunengDb>().Set<PaymentLine>().Select(row => row.Award).SingleAsync(Cancellation);
        await clerk.Get<FunengDb>().Set<Award>().Where(award => award.Id == line).ExecuteUpdateAsync(row => row.SetProperty(award => award.Region, "370302001"), Cancellation);
        Assert.Equal(0, (await clerk.Get<ReadPayments>().LinesAsync(payment, null, 1, ReadPayments.Size, Cancellation)).Total);
        Assert.Empty((await clerk.Get<ReadPayments>().FindAsync(payment, Cancellation))!.States);
        Assert.Equal((0, 0m), ((await clerk.Get<ReadPayments>().FindAsync(payment, Cancellation))!.Lines, (await clerk.Get<ReadPayments>().FindAsync(payment, Cancellation))!.Total));
        Assert.Empty(await clerk.Get<ReadPayments>().OfBatchAsync(batch, Cancellation));
        await using var treasury = city.AsTreasurer();
        Assert.Equal((1, 25_200m), (Assert.Single(await treasury.Get<ReadPayments>().OfBatchAsync(batch, Cancellation)) is var sum ? (sum.Lines, sum.Total) : default));
    }

    /// <summary>The trade fund at the bank, and the bank's answer: everything paid.</summary>
    internal static async Task<(long Payment, byte[] File)> SentAsync(TestInstallation city)
    {
        var payment = await MadeAsync(city, await ApprovedAsync(city));
        await SignAsync(city, payment);
        var day = city.Time.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (payment, Answer(ChineseText.Gb18030.GetString(await FileAsync(city, payment)).TrimEnd().Split("\r\n"), (_, row) => row.Replace("2026-03-11", day, StringComparison.Ordinal)));
    }

    private static async Task<long> ApprovedAsync(TestInstallation city, params string[] benefits)
    {
        await TradeFund.FileAsync(city);
        await city.BudgetAsync(TradeFund.Total);
        var batch = await city.ComputeAsync(DateOnly.FromDateTime(city.Time.Now.Date).AddDays(29), benefits);
        await using (var officer = city.AsOfficer())
        {
            await officer.Get<ConfirmLines>().RunAsync(batch, null, Cancellation);
            Assert.IsType<StepResult.Done>(await officer.Get<PublishBatch>().RunAsync(batch, null, Cancellation));
        }

        city.Time.Advance(TimeSpan.FromDays(9));
        await using (var head = city.AsDirector())
            Assert.IsType<StepResult.Done>(await head.Get<ApproveBatch>().RunAsync(batch, Cancellation));
        await PayeesAsync(city, batch);
        return batch;
    }

    /// <summary>Every enterprise that still has to says where its money goes.</summary>
    private static async Task PayeesAsync(TestInstallation city, long batch)
    {
        await using var look = city.As();
        var subjects = await look.Get<FunengDb>().Set<Award>().Where(award => award.Batch == batch && award.State == AwardState.Approved && award.PayeeConfirmedAt == null).Select(award => award.Subject).ToListAsync(Cancellation);
        foreach (var (subject, at) in subjects.Select((subject, at) => (subject, at)))
        {
            await using var unit = city.As(Role.Enterprise, Scope.OfOrganization(subject), 1000 + at);
            Assert.Equal(1, Assert.IsType<StepResult.Done>(await unit.Get<ConfirmPayee>().RunAsync(new TypedAccount("齐商银行张店支行", $"62300000{at:00000000}"), null, Cancellation)).Count);
        }
    }

    private static async Task<long> MadeAsync(TestInstallation city, long batch)
    {
        await using var unit = city.AsTreasurer();
        return Assert.IsType<StepResult.Done>(await unit.Get<MakePayment>().RunAsync(batch, Cancellation)).Id;
    }

    private static async Task SignAsync(TestInstallation city, long payment)
    {
        await SignedAsync(city, Role.BureauHead, 12, payment);
        await SignedAsync(city, Role.Leader, 14, payment);
    }

    /// <returns>Why not; empty when it is signed.</returns>
    private static async Task<string> SignedAsync(TestInstallation city, Role role, long id, long payment)
    {
        await using var unit = city.As(role, Scope.OfRegions("3703"), id);
        return await unit.Get<SignPayment>().RunAsync(payment, Cancellation) is StepResult.Refused refused ? refused.Problems[0].Message : "";
    }

    private static async Task<byte[]> FileAsync(TestInstallation city, long payment)
    {
        await using var unit = city.AsTreasurer();
        Assert.IsType<StepResult.Done>(await unit.Get<BankFile>().SendAsync(payment, Cancellation));
        return (await unit.Get<BankFile>().ReadAsync(payment, Cancellation))!.Value.Content;
    }

    private static async Task<StepResult> ResultAsync(TestInstallation city, long payment, byte[] content)
    {
        await using var unit = city.AsTreasurer();
        return await unit.Get<ReadResult>().RunAsync(payment, "回盘.csv", content, Cancellation);
    }

    /// <summary>What the bank answers to a file: everything paid, unless a line is put otherwise; an empty one is left out.</summary>
    private static byte[] Answer(string[] sent, Func<int, string, string> row)
    {
        var text = new StringBuilder("业务号,金额,结果,日期,流水号,原因\r\n");
        foreach (var cells in sent.Skip(2).Select(line => line.Split(',')))
        {
            var line = row(int.Parse(cells[0], CultureInfo.InvariantCulture), $"{cells[1]},{cells[5]},成功,2026-03-11,LS{cells[0]}");
            if (line.Length > 0) text.Append(line).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
