using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Bank;

/// <summary>A benefit banks pay, who is entitled to it, and what banks have said they paid.</summary>
public sealed record BankPaid(BenefitRule Rule, EntitledList Entitled, IReadOnlyList<Award> Awards);

/// <summary>What banks pay here: the benefits, the entitled within the account's scope, what was recorded.</summary>
public sealed class ReadBankPaid(PolicyBook book, Entitled entitled, RedemptionSight sight, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int MostAwards = 200;

    public IReadOnlyList<BenefitRule> Benefits() => [.. book.InForce(city.Today(time)).Where(rule => RecordBankPaid.IsOfBank(rule.Benefit))];

    /// <returns>Null when there is no such benefit, or not for this user.</returns>
    public async Task<BankPaid?> RunAsync(string benefit, CancellationToken cancellation)
    {
        if (!user.Has(Permission.PrepareRedemption) || Benefits().FirstOrDefault(rule => rule.Benefit.Id == benefit) is not { } rule) return null;
        var list = await entitled.RunAsync(rule, user.EnterpriseScope, city.Today(time), cancellation);
        return new BankPaid(rule, list, await sight.Awards().AsNoTracking().Where(award => award.Benefit == benefit && award.Origin == AwardOrigin.Bank).OrderByDescending(award => award.Id).Take(MostAwards).ToListAsync(cancellation));
    }

    /// <summary>The entitled as a sheet for the bank, which comes back with what was paid.</summary>
    public async Task<byte[]?> SheetAsync(string benefit, CancellationToken cancellation)
    {
        if (await RunAsync(benefit, cancellation) is not { } found) return null;
        using var content = new MemoryStream();
        using (var sheet = new CsvWriter(content))
        {
            sheet.WriteRow([.. new[] { BankPaidSheet.CodeHead, "企业名称", "按登记数据可贴息（元）", BankPaidSheet.ContractHead, BankPaidSheet.LoanHead, BankPaidSheet.AmountHead, BankPaidSheet.PeriodHead, BankPaidSheet.DayHead }.Select(text => SheetValue.Text(text))]);
            foreach (var one in found.Entitled.Met)
                sheet.WriteRow([.. new[] { one.Code, one.Name, one.Amount?.Low.ToString("0.00", CultureInfo.InvariantCulture) ?? "", "", "", "", city.Today(time).Year.ToString(CultureInfo.InvariantCulture), "" }.Select(text => SheetValue.Text(text))]);
        }

        return content.ToArray();
    }
}
