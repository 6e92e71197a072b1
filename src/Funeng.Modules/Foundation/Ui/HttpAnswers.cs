using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>The answers of a form: 303 to go on after success, 422 for a page that shows what to correct. Turbo needs exactly these.</summary>
public static class HttpAnswers
{
    /// <summary>Sends the browser on with GET. The page must return at once and change nothing afterwards.</summary>
    public static void SeeOther(this HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        // Chinese in a path or a condition must be sent encoded.
        http.Response.Headers.Location = string.Concat(address.EnumerateRunes()
            .Select(rune => rune is { IsAscii: true, Value: > ' ' } ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
    }

    /// <summary>The page is shown again with its problems.</summary>
    public static void Unprocessable(this HttpContext http) => http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;

    /// <summary>There is no such record, or not for this user; the two answer alike. The page must render nothing more.</summary>
    public static void NotFound(this HttpContext http) => http.Response.StatusCode = StatusCodes.Status404NotFound;

    /// <summary>Only an address of this site, so that a return address in a link cannot lead elsewhere.</summary>
    public static string LocalOr(string? address, string otherwise) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal)
        && !address.Any(char.IsControl) ? address : otherwise;
}
