using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Aftercare;
using Funeng.Modules.Redemption.Applications;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.Browse;
using Funeng.Modules.Redemption.Budgets;
using Funeng.Modules.Redemption.Clocks;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Redemption.Payees;
using Funeng.Modules.Redemption.Payments;
using Funeng.Modules.Redemption.Publicity;
using Funeng.Modules.Registry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Redemption;

/// <summary>Redemption: from what an enterprise is entitled to, to the money in its account.</summary>
public static class RedemptionModule
{
    public static IServiceCollection AddRedemption(this IServiceCollection services) => services
        .AddSingleton(new SubjectRows("redemption_award", "subject", IsDerived: false))
        .AddSingleton(new SubjectRows("redemption_left_out", "subject", IsDerived: true))
        .AddSingleton(new SubjectRows("redemption_payee", "subject", IsDerived: false))
        .AddSingleton(provider => RedemptionRules.Read(provider.GetRequiredService<Installation>(), provider.GetRequiredService<FactCatalogue>()))
        .AddSingleton<IStartStep>(provider => provider.GetRequiredService<RedemptionRules>())
        .AddSingleton<SealedAccounts>()
        .AddSingleton<AwardLimits>()
        .AddSingleton(new SubjectRows("redemption_tally", "subject", IsDerived: true))
        .AddPromises()
        .AddApplications()
        .AddScoped<HeldAwards>()
        .AddScoped<AwardBook>()
        .AddScoped<WholeStep>()
        .AddScoped<IBenefitTakers, AwardTakers>()
        .AddScoped<IBenefitTakers, ApplicationTakers>()
        .AddScoped<IBenefitDrops, ReadDrops>()
        .AddScoped<IPaidBenefits, PaidAwards>()
        .AddScoped<IHeldBenefits, HeldByAwards>()
        .AddScoped<BudgetBook>()
        .AddSingleton<PublicityDays>()
        .AddScoped<MoneyQueue>()
        .AddScoped<RedemptionSight>()
        .AddScoped<BatchTurn>()
        .AddScoped<BatchNumbers>()
        .AddScoped<CollectAwards>()
        .AddScoped<TellTakers>()
        .AddScoped<TellObjection>()
        .AddScoped<ConfirmLines>()
        .AddScoped<PublishBatch>()
        .AddScoped<Objections>()
        .AddScoped<ApproveBatch>()
        .AddScoped<CancelBatch>()
        .AddScoped<StopAward>()
        .AddScoped<Items.ItemFacts>()
        .AddScoped<Items.KeepItems>()
        .AddScoped<Items.DropItem>()
        .AddScoped<Items.NameItem>()
        .AddScoped<Items.CompareItems>()
        .AddScoped<Items.OwnItems>()
        .AddScoped<ComputeList>()
        .AddScoped<WhyNotOnList>()
        .AddScoped<Bank.ReadBankPaid>()
        .AddScoped<Bank.RecordBankPaid>()
        .AddScoped<Papers.DeletePapers>()
        .AddScoped<ConfirmPayee>()
        .AddScoped<PaymentTurn>()
        .AddScoped<MakePayment>()
        .AddScoped<SignPayment>()
        .AddScoped<BankFile>()
        .AddScoped<ReadResult>()
        .AddScoped<ReadPayments>()
        .AddScoped<KeepBudgets>()
        .AddScoped<BudgetLedger>()
        .AddScoped<LedgerFiles.LedgerFile>()
        .AddScoped<ProjectsOfAwards>()
        .AddScoped<ReadCommitments>()
        .AddScoped<WatchCommitments>()
        .AddScoped<WatchDifferences>()
        .AddScoped<ReadClaims>()
        .AddScoped<KeepClaims>()
        .AddScoped<EnterpriseLedger>()
        .AddScoped<IEnterprisePanel, EnterpriseRedemptionPanel>()
        .AddScoped<ReadShortages>()
        .AddScoped<ReadRedemption>()
        .AddScoped<ReplayAward>()
        .AddScoped<ReadUsage>()
        .AddScoped<ChangedSince>()
        .AddScoped<PublicLists>()
        .AddScoped<IHomeContributor, RedemptionHome>()
        .AddScoped<IAuditNames, AwardAudit>()
        .AddScoped<IAuditNames, Papers.PaperAudit>()
        .AddScoped<IAuditNames, BatchAudit>()
        .AddScoped<IAuditNames, BudgetAudit>()
        .AddScoped<IAuditNames, PaymentAudit>()
        .AddDataScope("/redemption", "政策兑付办理情况")
        .AddNav(
            new NavItem(NavGroup.Industry, 24, "政策兑付", "/redemption", Icon: "cash-banknote", Permission.ViewRedemption)
            {
                Keywords = "兑付 免申即享 公示 资金盘子 支付 回盘 到账 奖补", Summary = "名单、公示、批准、支付、台账：每一笔给谁、凭什么、钱从哪里来",
            },
            new NavItem(NavGroup.Industry, 25, "我的兑付", "/redemption/mine", Icon: "cash-banknote", Permission.ReceiveRedemption)
            {
                Keywords = "兑付 收款账户 到账 奖补 补贴", Summary = "批准给我的资金：确认账户、看到账",
            },
            new NavItem(NavGroup.Industry, 26, "承诺与追缴", "/redemption/commitments", Icon: "shield-check", Permission.ViewRedemption)
            {
                Keywords = "承诺 履约 追缴 退回 达产 达效", Summary = "领了钱以后承诺的事做到没有，没做到的该退多少", Hidden = true,
            },
            new NavItem(NavGroup.Livelihood, 30, "兑付公示", "/redemption/public", Icon: "speakerphone")
            {
                Keywords = "公示 异议 名单 奖补 补贴", Summary = "政策资金给了谁、给多少；公示期内可以提出异议", IsOpen = true,
            });

    /// <summary>Downloads.</summary>
    public static void MapRedemption(this IEndpointRouteBuilder site)
    {
        site.MapPaymentFiles();
        site.MapLedgerFiles();
        site.MapAwardRule();
        Bank.BankPaidFiles.MapBankPaidFiles(site);
        site.MapApplications();
    }
}
