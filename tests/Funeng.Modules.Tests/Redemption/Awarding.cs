using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tests.Redemption;

/// <summary>Short ways to make enterprises, money and awards.</summary>
internal static class Awarding
{
    public const string Fund = "zb-trade-fund-2020";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Subject> EnterpriseAsync(this TestInstallation city, string code, string? region = "370303001")
    {
        await using var unit = city.As();
        var subject = await unit.Get<SubjectDirectory>().EnsureAsync(new NewSubject(Subject.Enterprise, code, code + "公司", region), Cancellation);
        await unit.Get<FunengDb>().SaveChangesAsync(Cancellation);
        return subject;
    }

    /// <summary>An enterprise that is there already.</summary>
    public static async Task<Subject> SubjectAsync(this TestInstallation city, string code)
    {
        await using var unit = city.As();
        return (await unit.Get<SubjectDirectory>().FindAsync(Scope.All, Subject.Enterprise, code, Cancellation))!;
    }

    public static NewAward Of(TestInstallation city, Subject enterprise, decimal amount = 1000, string benefit = Fund + "/missed-booth", string item = "") =>
        new(city.Service<PolicyBook>().FindBenefit(benefit)!, enterprise, "2020", amount)
        {
            DecidedOn = new DateOnly(2020, 3, 25), Facts = [], Origin = AwardOrigin.Application, OriginKey = "SQ-1", Item = item.Length > 0 || city.Service<PolicyBook>().FindBenefit(benefit)!.Benefit.Item is null ? item : "XM-" + enterprise.Code,
        };

    public static async Task<long> BudgetAsync(this TestInstallation city, decimal yuan, string policy = Fund, int year = 2020)
    {
        await using var unit = city.As(Role.Treasurer);
        var db = unit.Get<FunengDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        var id = await unit.Get<BudgetBook>().SetAsync(policy, "", year, (long)(yuan * 100), "市财政局文件", false, Cancellation);
        await db.SaveChangesAsync(Cancellation);
        await transaction.CommitAsync(Cancellation);
        return id!.Value;
    }

    public static async Task<Budget> BudgetOfAsync(this TestInstallation city, long id)
    {
        await using var unit = city.As();
        return await unit.Get<FunengDb>().Set<Budget>().AsNoTracking().SingleAsync(budget => budget.Id == id, Cancellation);
    }
}
