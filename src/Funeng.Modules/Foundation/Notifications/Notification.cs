using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Foundation.Notifications;

/// <summary>One message to one account, with the page it is about.</summary>
public sealed class Notification
{
    public required long Id { get; init; }

    public required long Account { get; init; }

    public required string Title { get; init; }

    public required string Link { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder) =>
        builder.HasIndex(notification => new { notification.Account, notification.ReadAt }).HasDatabaseName("notification_account");
}
