using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Funeng.Modules.Foundation.Jobs;

/// <summary>Server-sent events of a job, only while it runs.</summary>
public static class JobEndpoints
{
    public static void MapJobs(this IEndpointRouteBuilder site) =>
        site.MapGet("/jobs/{id:long}/events", FollowAsync).RequireAuthorization().ExcludeFromDescription();

    private static async Task<Results<ServerSentEventsResult<JobNews>, NotFound>> FollowAsync(long id, WatchJob watch, CancellationToken cancellation) =>
        await watch.FindAsync(id, cancellation) is null
            ? TypedResults.NotFound()
            : TypedResults.ServerSentEvents(EventsAsync(id, watch, cancellation));

    private static async IAsyncEnumerable<SseItem<JobNews>> EventsAsync(long id, WatchJob watch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var news in watch.FollowAsync(id, cancellation))
        {
            yield return new SseItem<JobNews>(news);
        }
    }
}
