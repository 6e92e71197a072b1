using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Payees;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>
/// The file to the bank (docs/bank-file.md): one line with number, count, sum and check sum, one with the headings, then a line for each award. The
/// same payment gives the same bytes whenever it is asked for: what the bank got can be compared with what was signed.
/// </summary>
public sealed class BankFile(FunengDb db, PaymentTurn turn, RedemptionSight sight, SealedAccounts accounts, Installation installation, AuditTrail audit, TimeProvider time)
{
    public const string Mark = "FUNENG-PAY-1";

    private static readonly string[] Headings = ["序号", "业务号", "收款户名", "收款账号", "开户行", "金额", "用途"];

    /// <summary>Makes the file and marks the payment as sent.</summary>
    public Task<StepResult> SendAsync(long payment, CancellationToken cancellation) => turn.RunAsync(
        payment, batch => sight.MayActOn(batch, Permission.PayRedemption), [PaymentState.Signed],
        async found =>
        {
            if (found.IsSynthetic && installation.City != CityContent.Demo) return StepResult.Because("这一单是演示数据，不能送银行。");
            if (await db.Set<PaymentLine>().AsNoTracking().Where(line => line.Payment == payment).Select(line => new { line.Place, line.Holder, line.Bank }).ToListAsync(cancellation) is var lines
                && lines.Find(line => (line.Holder + line.Bank).Any(char.IsControl)) is { } odd) return StepResult.Because($"第 {odd.Place} 笔的户名或开户行里有换行等控制字符，不能送银行。请撤销这一单，改正后重做。");
            if (await WriteAsync(found, cancellation) is not { } content) return StepResult.Because("有账号解不开：安装的密钥和登记账号时的不一样。请恢复密钥，或撤销后请企业重新登记账户。");
            (found.State, found.SentAt, found.FileSha256) = (PaymentState.Sent, time.GetUtcNow(), Sha256(content));
            audit.Record("生成银行文件", $"payment:{payment}", "", null, new { found.Number, found.Lines, found.TotalFen, found.FileSha256 });
            return new StepResult.Done(found.Lines, payment);
        },
        cancellation);

    /// <summary>The file of a payment that was sent, as it was; who takes it away is audited.</summary>
    /// <returns>Null when there is none, or not for this user.</returns>
    public async Task<(string Name, byte[] Content)?> ReadAsync(long payment, CancellationToken cancellation)
    {
        if (await turn.Payments().AsNoTracking().SingleOrDefaultAsync(row => row.Id == payment && (row.State == PaymentState.Sent || row.State == PaymentState.Closed), cancellation) is not { } found
            || await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(batch => batch.Id == found.Batch, cancellation) is var batch && !sight.MayActOn(batch, Permission.PayRedemption)
            || await WriteAsync(found, cancellation) is not { } content || Sha256(content) != found.FileSha256) return null;
        audit.Record("下载银行文件", $"payment:{payment}", "", null, new { found.Number, found.FileSha256 });
        await db.SaveChangesAsync(cancellation);
        return ($"{found.Number}.csv", content);
    }

    /// <summary>What the bank is told to name a line by: the payment and the place in it.</summary>
    public static string KeyOf(string number, int place) => string.Create(CultureInfo.InvariantCulture, $"{number}-{place:00000}");

    private async Task<byte[]?> WriteAsync(Payment payment, CancellationToken cancellation)
    {
        var lines = await db.Set<PaymentLine>().AsNoTracking().Where(line => line.Payment == payment.Id).OrderBy(line => line.Place).ToListAsync(cancellation);
        var titles = await db.Set<Award>().AsNoTracking().Where(award => db.Set<PaymentLine>().Any(line => line.Payment == payment.Id && line.Award == award.Id)).ToDictionaryAsync(award => award.Id, award => award.Title, cancellation);
        var body = new StringBuilder(string.Join(',', Headings) + "\r\n");
        foreach (var line in lines)
        {
            if (accounts.Open(line.Sealed) is not { } number) return null;
            body.AppendJoin(',', line.Place.ToString(CultureInfo.InvariantCulture), KeyOf(payment.Number, line.Place), Cell(line.Holder), number, Cell(line.Bank), Yuan(line.AmountFen), Cell(titles[line.Award])).Append("\r\n");
        }

        var check = Convert.ToHexStringLower(SHA256.HashData(ChineseText.Gb18030.GetBytes(body.ToString())))[..16];
        return ChineseText.Gb18030.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Mark},{payment.Number},{lines.Count},{Yuan(lines.Sum(line => line.AmountFen))},{check}\r\n") + body);
    }

    private static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Cell(string text) => CsvWriter.Escape(SheetValue.Text(text));

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
