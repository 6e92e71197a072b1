using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Tasks.Supervise;

/// <summary>A circular that went out, as a document in the layout of official documents.</summary>
internal static class CircularFile
{
    public static void MapCirculars(this IEndpointRouteBuilder site) =>
        site.MapGet("/supervision/circulars/{id:long}/file", AnswerAsync).RequireAuthorization(nameof(Permission.OpenTasks)).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(long id, WriteCircular circulars, CityProfile city, CancellationToken cancellation) =>
        await circulars.FindAsync(id, cancellation) is { } circular ? TypedResults.File(DocumentOf(circular, city).Write(), OfficialDocument.MediaType, $"{circular.Number}.docx") : TypedResults.NotFound();

    /// <summary>What its page shows and its Word file is written of.</summary>
    internal static OfficialDocument DocumentOf(Circular circular, CityProfile city) => new(circular.Title)
    {
        Number = circular.Number, Signer = city.Owner, SignedOn = circular.IssuedOn,
        Parts = [.. circular.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new DocumentPart(line, IsHeading: line is [_, '、', ..]))],
    };
}
