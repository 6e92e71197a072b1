using System.Text;
using Funeng.Engines.Notices;
using Funeng.Modules.Foundation.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Notices.Drafts;

/// <summary>A draft to take away as a decision model in the criteria profile, which the rule editor and other DMN tools open.</summary>
internal static class NoticeFiles
{
    public static void MapNoticeFiles(this IEndpointRouteBuilder site) =>
        site.MapGet("/notice-drafts/{id:long}/criteria.dmn", ModelAsync).RequireAuthorization(nameof(Permission.DecideVerdicts)).ExcludeFromDescription();

    private static async Task<IResult> ModelAsync(long id, KeepNotices notices, NoticeDrafter drafter, CancellationToken cancellation)
    {
        if (await notices.FindAsync(id, cancellation) is not { } draft) return TypedResults.NotFound();
        var sentences = draft.Read().Select(sentence => new NoticeSentence(sentence.Text, sentence.Feel, sentence.Status, sentence.Left, sentence.Group));
        var model = drafter.Model(new NoticeReading(draft.Title, draft.Number, draft.Issuer, draft.Issued, [.. sentences]));
        return TypedResults.File(Encoding.UTF8.GetBytes(model), "application/xml", "草拟规则.dmn");
    }
}
