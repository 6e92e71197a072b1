using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Redemption.Bank;

/// <summary>The entitled of a benefit for the bank, as a download.</summary>
internal static class BankPaidFiles
{
    public static void MapBankPaidFiles(this IEndpointRouteBuilder site) =>
        site.MapGet("/redemption/bank/entitled.csv", AnswerAsync).RequireAuthorization(nameof(Permission.PrepareRedemption)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(string benefit, ReadBankPaid read, CancellationToken cancellation) =>
        await read.SheetAsync(benefit, cancellation) is { } content ? TypedResults.File(content, "text/csv; charset=utf-8", "银行兑付名单.csv") : TypedResults.NotFound();
}
