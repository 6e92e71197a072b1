using Funeng.Modules.Foundation.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Foundation.Settings;

/// <summary>Takes one display setting; also before sign-in.</summary>
public static class DisplayEndpoint
{
    public static void MapDisplay(this IEndpointRouteBuilder site) =>
        site.MapPost("/settings/display", async ([FromForm] string set, [FromForm(Name = "return")] string? back, UserDisplay display, HttpContext http) =>
        {
            await display.ChangeAsync(set);
            http.SeeOther(HttpAnswers.LocalOr(back, "/"));
        }).AllowAnonymous();
}
