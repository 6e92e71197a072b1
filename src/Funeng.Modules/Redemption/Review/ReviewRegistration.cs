using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Home;
using Funeng.Modules.Foundation.Ui;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Redemption.Review;

/// <summary>What reviewers and experts do with applications.</summary>
internal static class ReviewRegistration
{
    public static IServiceCollection AddReview(this IServiceCollection services) => services
        .AddSingleton(provider => RouteBook.Load(provider.GetRequiredService<Installation>()))
        .AddSingleton<ReviewClock>()
        .AddScoped<ReviewDesk>()
        .AddScoped<TakeReviewStep>()
        .AddScoped<ListReviews>()
        .AddSingleton(provider => ScoreSheets.Load(provider.GetRequiredService<Installation>()))
        .AddSingleton(new SubjectRows("expert_interest", "subject", IsDerived: false))
        .AddScoped<ReadScores>()
        .AddScoped<KeepRounds>()
        .AddScoped<GiveScores>()
        .AddScoped<IAuditNames, RoundAudit>()
        .AddScoped<IHomeContributor>(unit => unit.GetRequiredService<ListReviews>())
        .AddNav(
            new NavItem(NavGroup.Industry, 25, "待审申报", "/reviews", Icon: "checklist", Permission.ReviewApplications)
            {
                Keywords = "审核 初审 复核 审定 退回 补正 待审", Summary = "到我这一步的申报，超期的在前；退回写明改哪里，批准直接进兑现批次",
            },
            new NavItem(NavGroup.Industry, 26, "专家评审轮次", "/reviews/rounds", Icon: "clipboard-list", Permission.ReviewApplications)
            {
                Keywords = "专家 评审 评分 打分 盲评 回避 校正", Summary = "请专家盲评，回避自动处理，扣除宽严，原分照留", Hidden = true,
            },
            new NavItem(NavGroup.Industry, 26, "专家评审", "/scoring", Icon: "clipboard-check", Permission.ScoreApplications)
            {
                Keywords = "专家 评分 打分 评审", Summary = "请我评的申报，只看内容打分",
            });
}
