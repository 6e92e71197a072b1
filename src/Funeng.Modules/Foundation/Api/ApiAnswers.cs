using Funeng.Modules.Foundation.City;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Foundation.Api;

/// <summary>A page of rows as other systems read them. A page beyond the last is empty, so that a reader comes to an end.</summary>
/// <param name="Total">Rows on all pages.</param>
/// <param name="Page">Counted from 1.</param>
/// <param name="Size">Rows a page.</param>
public sealed record ApiPage<T>(long Total, int Page, int Size, IReadOnlyList<T> Items);

/// <summary>What every endpoint of the API does alike: page numbers within bounds, dates as 2026-11-20, refusals with a Chinese title and a stable code.</summary>
public static class ApiAnswers
{
    /// <summary>Rows a page may have at most; more is asked for page by page.</summary>
    public const int LargestPage = 200;

    private const int OrdinaryPage = 20;
    private const int LastPage = 1_000_000;

    public static (int Page, int Size) Paging(int? page, int? size) => (Math.Clamp(page ?? 1, 1, LastPage), Math.Clamp(size ?? OrdinaryPage, 1, LargestPage));

    public static ProblemHttpResult NotFound(string title, string code) => Refuse(StatusCodes.Status404NotFound, title, code);

    public static ProblemHttpResult Refuse(int status, string title, string code) =>
        TypedResults.Problem(statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>Reads a date that may be left out.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static ProblemHttpResult? ReadDate(string name, string? text, out DateOnly? date)
    {
        date = null;
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        date = AskedDay.Read(text);
        if (date is not null)
        {
            return null;
        }

        return Refuse(StatusCodes.Status400BadRequest, $"参数 {name} 应是日期，例如 2026-11-20；收到“{(text.Length > 40 ? text[..40] + "…" : text)}”", "bad_date");
    }
}
