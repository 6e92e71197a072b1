using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Redemption.Payments;

/// <summary>The file to the bank as a download.</summary>
internal static class PaymentFiles
{
    public static void MapPaymentFiles(this IEndpointRouteBuilder site) =>
        site.MapGet("/redemption/payments/{id:long}/bank.csv", AnswerAsync).RequireAuthorization(nameof(Permission.PayRedemption)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(long id, BankFile file, CancellationToken cancellation) =>
        await file.ReadAsync(id, cancellation) is { } found ? TypedResults.File(found.Content, "text/csv; charset=gb18030", found.Name) : TypedResults.NotFound();
}
