using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>What the pages of applications ask for without being pages: keeping while one types, and papers.</summary>
public static class ApplicationEndpoints
{
    public static void MapApplications(this IEndpointRouteBuilder site)
    {
        site.MapPost("/applications/{id:long}/keep", KeepAsync).RequireAuthorization(nameof(Permission.ApplyForBenefits));
        site.MapGet("/applications/{id:long}/submissions/{number:int}", SubmissionAsync).RequireAuthorization(nameof(Permission.ApplyForBenefits));
        site.MapGet("/reviews/{id:long}/submissions/{number:int}", SubmissionAsync).RequireAuthorization(nameof(Permission.ReviewApplications));
        site.MapGet("/applications/{id:long}/files/{file:long}", FileAsync).RequireAuthorization(nameof(Permission.ApplyForBenefits));
        site.MapGet("/reviews/{id:long}/files/{file:long}", FileAsync).RequireAuthorization(nameof(Permission.ReviewApplications));
    }

    // As a download only: what an enterprise uploads is never shown as a page of this site.
    private static async Task<IResult> FileAsync(long id, long file, KeepPapers papers, HttpContext http) =>
        await papers.OpenAsync(id, file, http.RequestAborted) is { } found
            ? Results.File(found.Content, "application/octet-stream", found.File.FileName)
            : Results.NotFound();

    /// <summary>What was handed in, byte for byte as it was signed: its SHA-256 is the one on the receipt.</summary>
    private static async Task<IResult> SubmissionAsync(long id, int number, ReadApplication read, ReadProgress progress, HttpContext http) =>
        await read.RunAsync(id, http.RequestAborted) is not null && (await progress.ReceiptsAsync(id, http.RequestAborted)).FirstOrDefault(row => row.Sequence == number) is { } submission
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(submission.Content), "application/octet-stream", $"{submission.Number}-{number}.json")
            : Results.NotFound();

    /// <summary>Keeps the form while somebody types; answers what is stored now, so that the page can show a colleague's value beside his own.</summary>
    private static async Task<IResult> KeepAsync(long id, [FromForm] IFormCollection form, SaveFields save, CityProfile city, HttpContext http) =>
        await save.RunAsync(id, TypedFields.Of(form), http.RequestAborted) switch
        {
            SaveResult.Saved saved => Results.Json(new
            {
                At = Fmt.Moment(city.Local(saved.At))[11..],
                Seen = saved.Fields.Where(field => field.Field.CanChange).ToDictionary(field => field.Field.Key, field => field.Stored),
                Problems = saved.Problems.ToDictionary(problem => problem.Field, problem => problem.Message),
                Contested = saved.Contested.ToDictionary(
                    one => one.Field.Key, one => $"{one.Who} {Fmt.Moment(city.Local(one.At))[11..]} 填的是“{FieldText.Typed(one.Field, one.Theirs)}”。再改一次这一项，就用您填的。"),
            }),
            SaveResult.Closed closed => Results.Json(new { closed.Reason }, statusCode: StatusCodes.Status409Conflict),
            _ => Results.NotFound(),
        };
}

/// <summary>The fields of a posted form: <c>f.key</c> typed, <c>seen.key</c> as it stood there.</summary>
internal static class TypedFields
{
    public const string Typed = "f.", Seen = "seen.";

    public static IReadOnlyList<TypedField> Of(IFormCollection form) =>
    [
        .. form.Where(pair => pair.Key.StartsWith(Typed, StringComparison.Ordinal))
            .Select(pair => new TypedField(pair.Key[Typed.Length..], form[Seen + pair.Key[Typed.Length..]].ToString(), pair.Value.ToString())),
    ];
}
